import {describe, expect, test} from 'vitest';
import {codesOf, load} from './a-context.js';

function jobsOf(content: string, inputs: string, spec: string, name = 'template.yml') {
	const template = `spec:\n  inputs:\n${spec.replaceAll(/^/gm, '    ')}\n---\n${content}`;
	return load(`include:\n  - local: ${name}\n    inputs: ${inputs}\n`, {[name]: template});
}

function scriptOf(loaded: ReturnType<typeof load>) {
	if (!loaded.definition)
		throw new Error(loaded.diagnostics.map(({code, message}) => `${code}: ${message}`).join('\n'));
	return loaded.definition.jobs[0]?.scripts.main;
}

describe('inputs of an included file', () => {
	test('are filled in with what the include gives, else with their defaults', () => {
		const loaded = jobsOf(
			'"$[[ inputs.name ]]-job":\n  script: echo $[[ inputs.greeting ]] $[[inputs.name]]\n',
			'{name: a}',
			'name:\ngreeting: {default: hello}',
		);
		expect(scriptOf(loaded)).toEqual(['echo hello a']);
		expect(loaded.definition?.jobs[0]?.name).toBe('a-job');
	});

	test('keep their types: lists, numbers and booleans are more than texts', () => {
		const spec =
			'tags: {type: array}\ncount: {type: number}\nstop: {type: boolean, default: true}\nrules: {type: array, default: [{if: $X}]}';
		const content =
			'test:\n  script: make\n  tags: $[[ inputs.tags ]]\n  parallel: $[[ inputs.count ]]\n  interruptible: $[[ inputs.stop ]]\n  rules: $[[ inputs.rules ]]\n';
		const loaded = jobsOf(content, '{tags: [a, b], count: 3}', spec);
		expect(loaded.definition?.jobs[0]).toMatchObject({
			tags: ['a', 'b'],
			parallel: {kind: 'count', count: 3},
			interruptible: true,
			rules: [{if: '$X'}],
		});
	});

	test.each([
		['truncate(0,3)', 'abcdef', 'abc'],
		['truncate(2, 2) | truncate(1,1)', 'abcdef', 'd'],
		['expand_vars', '"on $CI_COMMIT_BRANCH"', 'on main'],
		['posix_escape', '"a b"', 'a\\ b'],
		["split(',')", '"a, b,,c"', '["a","b","c"]'],
	])('go through the function %s', (call, given, expected) => {
		const loaded = jobsOf(`test:\n  script: |-\n    -$[[ inputs.x | ${call} ]]-\n`, `{x: ${given}}`, 'x:');
		expect(scriptOf(loaded)).toEqual([`-${expected}-`]);
	});

	test.each([
		['{}', 'x:', 'INPUT_MISSING', 'input "x" of "template.yml" has no value', '.gitlab-ci.yml:2:5'],
		['{x: a, y: b}', 'x:', 'INPUT_UNKNOWN', '"template.yml" takes no input "y"', '.gitlab-ci.yml:3:23'],
		['{x: 3}', 'x:', 'INPUT_TYPE', 'input "x" must be a text, not a number', '.gitlab-ci.yml:3:17'],
		['{x: a}', 'x: {type: number}', 'INPUT_TYPE', 'input "x" must be a number, not a text', '.gitlab-ci.yml:3:17'],
		['{x: a}', 'x: {type: array}', 'INPUT_TYPE', 'input "x" must be a list, not a text', '.gitlab-ci.yml:3:17'],
		[
			'{x: c}',
			'x: {options: [a, b]}',
			'INPUT_OPTION',
			'input "x" must be one of "a", "b", not "c"',
			'.gitlab-ci.yml:3:17',
		],
		['{x: v1}', 'x: {regex: ^v\\d\\.\\d$}', 'INPUT_REGEX', 'input "x" must match ^v\\d\\.\\d$', '.gitlab-ci.yml:3:17'],
		[
			'{x: a}',
			'x: {regex: "("}',
			'REGEX_INVALID',
			'the regular expression cannot be used: "(" is never closed',
			'template.yml:3:16',
		],
		['{x: a}', 'x: {typ: string}', 'KEY_UNKNOWN', '"typ" is not a keyword of an input', 'template.yml:3:9'],
	])('%s for %s is %s', (given, spec, code, message, place) => {
		const {diagnostics} = jobsOf('test:\n  script: make $[[ inputs.x ]]\n', given, spec);
		const [first] = diagnostics;
		expect([
			first?.code,
			first?.message,
			`${first?.position.file}:${first?.position.line}:${first?.position.column}`,
		]).toEqual([code, message, place]);
	});

	test('that do not exist are told where they are used', () => {
		const {diagnostics} = jobsOf('test:\n  script: make $[[ inputs.y ]]\n', '{x: a}', 'x:');
		expect(diagnostics).toMatchObject([
			{
				code: 'INPUT_UNKNOWN',
				message: 'there is no "inputs.y"',
				hint: 'there is inputs.x',
				position: {file: 'template.yml', line: 6, column: 16},
			},
		]);
	});

	test('leave every place where it is written', () => {
		const content =
			'test:\n  script: make $[[ inputs.x ]]\n  whn: $[[ inputs.x ]]\n  timeout: $[[ inputs.x ]] and $[[ inputs.x ]]\n  nonsense: 1\n';
		const {diagnostics, sources} = jobsOf(content, '{x: a long value}', 'x:');
		expect(diagnostics.map(({code, position: {line, column, length}}) => [code, line, column, length])).toEqual([
			['KEY_UNKNOWN', 7, 3, 3],
			['DURATION_INVALID', 8, 12, 35],
			['KEY_UNKNOWN', 9, 3, 8],
		]);
		expect(sources.get('template.yml')).toContain('$[[ inputs.x ]]');
	});

	test('are no more than three functions deep, and only those that exist', () => {
		const use = (calls: string) => codesOf(jobsOf(`test:\n  script: make $[[ inputs.x${calls} ]]\n`, '{x: a}', 'x:'));
		expect(use(' | expand_vars | expand_vars | expand_vars')).toEqual([]);
		expect(use(' | expand_vars | expand_vars | expand_vars | expand_vars')).toEqual(['INPUT_UNKNOWN']);
		expect(use(' | upcase')).toEqual(['INPUT_UNKNOWN']);
	});
});

test('inputs for a file without a header are refused', () => {
	const loaded = load('include: [{local: a.yml, inputs: {x: 1}}]', {'a.yml': 'test: {script: make}'});
	expect(codesOf(loaded)).toEqual(['INPUT_UNKNOWN']);
});

test("the pipeline's own file may have inputs with defaults", () => {
	expect(scriptOf(load('spec: {inputs: {x: {default: y}}}\n---\ntest: {script: "make $[[ inputs.x ]]"}'))).toEqual([
		'make y',
	]);
	expect(codesOf(load('spec: {inputs: {x: }}\n---\ntest: {script: make}'))).toEqual(['INPUT_MISSING']);
});

test('a job may be called spec', () => {
	expect(load('spec: {script: rspec}').definition?.jobs.map(({name}) => name)).toEqual(['spec']);
});

test('a component of this project is read from its templates', () => {
	const files = {
		'templates/build.yml':
			'spec: {inputs: {stage: }}\n---\nbuild: {script: "make $[[ component.name ]]", stage: "$[[ inputs.stage ]]"}',
	};
	const loaded = load(
		'include: [{component: $CI_SERVER_FQDN/$CI_PROJECT_PATH/build@1.0, inputs: {stage: test}}]',
		files,
	);
	expect(scriptOf(loaded)).toEqual(['make build']);
});
