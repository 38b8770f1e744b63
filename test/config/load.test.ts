import {describe, expect, test} from 'vitest';
import {loadPipeline} from '../../source/config/load.js';
import {aContext, codesOf, load} from './a-context.js';

function jobOf(text: string, name = 'test', others: Readonly<Record<string, string>> = {}) {
	const {definition, diagnostics} = load(text, others);
	if (!definition) throw new Error(diagnostics.map(({code, message}) => `${code}: ${message}`).join('\n'));
	const job = definition.jobs.find(candidate => candidate.name === name);
	if (!job) throw new Error(`no job ${name}`);
	return job;
}

describe('scripts', () => {
	test('are a text, a list, or lists in lists', () => {
		expect(jobOf('test: {script: make}').scripts.main).toEqual(['make']);
		const nested = 'test:\n  script:\n    - a\n    - [b, [c, [d]]]\n  before_script: x\n  after_script: [y, z]\n';
		expect(jobOf(nested).scripts).toEqual({before: ['x'], main: ['a', 'b', 'c', 'd'], after: ['y', 'z']});
	});

	test('keep the lines of a block', () => {
		expect(jobOf('test:\n  script:\n    - |\n      a\n      b\n    - >-\n      c\n      d\n').scripts.main).toEqual([
			'a\nb\n',
			'c d',
		]);
	});
});

describe('values are read as Ruby reads YAML', () => {
	test.each([
		['3.10', '3.1'],
		['1.0', '1.0'],
		['010', '8'],
		['08', '08'],
		['1_000', '1000'],
		['0x1F', '31'],
		['1:30', '90'],
		['yes', 'true'],
		['off', 'false'],
		['y', 'y'],
		['"yes"', 'yes'],
		['~', ''],
		['1.2.3', '1.2.3'],
		['-5', '-5'],
		['12345678901234567890', '12345678901234567890'],
		['"2026-11-23"', '2026-11-23'],
		['!!str 010', '010'],
	])('%s is %s', (written, value) => {
		expect(jobOf(`test: {script: make, variables: {X: ${written}}}`).variables).toEqual({X: {value, expand: true}});
	});
});

describe('anchors and merge keys', () => {
	test('merge in the order of the file, lists from the last to the first', () => {
		const text = `
.a: &a {image: a, timeout: 1h}
.b: &b {image: b, tags: [b]}
test:
  <<: [*a, *b]
  script: make
other:
  image: own
  <<: *a
  script: make
third:
  <<: *a
  image: own
  script: make
`;
		expect(jobOf(text)).toMatchObject({image: {name: 'a'}, timeoutMs: 3_600_000, tags: ['b']});
		expect(jobOf(text, 'other').image).toEqual({name: 'a'});
		expect(jobOf(text, 'third').image).toEqual({name: 'own'});
	});
});

describe('extends', () => {
	const text = `
.base:
  image: base
  variables: {A: base, B: base}
  script: [base]
  tags: [one, two]
.more:
  variables: {B: more, C: more}
  rules: [{if: $A}]
.child:
  extends: .base
  variables: {D: child}
test:
  extends: [.child, .more]
  variables: {C: test}
  tags: [three]
  rules: null
`;

	test('merges maps and replaces lists, later bases over earlier ones, the job over all', () => {
		const job = jobOf(text);
		expect(Object.entries(job.variables).map(([name, {value}]) => `${name}=${value}`)).toEqual([
			'A=base',
			'B=more',
			'D=child',
			'C=test',
		]);
		expect(job).toMatchObject({image: {name: 'base'}, tags: ['three'], scripts: {main: ['base']}});
		expect(job.rules).toBeUndefined();
	});

	test('goes eleven levels deep', () => {
		const chain = Array.from({length: 10}, (_, level) => `.l${level + 1}: {extends: .l${level}}`).join('\n');
		expect(jobOf(`.l0: {script: make}\n${chain}\ntest: {extends: .l9}`).scripts.main).toEqual(['make']);
		expect(codesOf(load(`.l0: {script: make}\n${chain}\ntest: {extends: .l10}`))).toEqual(['EXTENDS_TOO_DEEP']);
	});
});

describe('!reference', () => {
	test('puts in what it names, also in other references and in lists of rules', () => {
		const text = `
.setup:
  script: [deps]
  variables: {A: 1}
.all:
  script:
    - !reference [.setup, script]
    - more
.rules:
  rules: [{if: $X}, {when: never}]
test:
  variables: !reference [.setup, variables]
  script:
    - !reference [.all, script]
    - make
  rules:
    - !reference [.rules, rules]
    - when: always
`;
		const job = jobOf(text);
		expect(job.scripts.main).toEqual(['deps', 'more', 'make']);
		expect(job.rules?.map(rule => [rule.if, rule.when])).toEqual([
			['$X', undefined],
			[undefined, 'never'],
			[undefined, 'always'],
		]);
		expect(job.variables['A']?.value).toBe('1');
	});

	test('reaches into lists', () => {
		const text = '.all: {script: [a, b]}\ntest: {script: [!reference [.all, script, 1]]}';
		expect(jobOf(text).scripts.main).toEqual(['b']);
	});

	test('reaches what extends has merged', () => {
		expect(
			jobOf('.a: {script: [a]}\n.b: {extends: .a}\ntest: {script: [!reference [.b, script]]}').scripts.main,
		).toEqual(['a']);
	});
});

describe('defaults', () => {
	const defaults = 'default: {image: base, before_script: [prepare], retry: 1, tags: [x], timeout: 10m}\n';

	test('fill what a job leaves open, and only that', () => {
		expect(jobOf(`${defaults}test: {script: make, image: own, before_script: []}`)).toMatchObject({
			image: {name: 'own'},
			scripts: {before: []},
			retry: {max: 1},
			timeoutMs: 600_000,
		});
	});

	test('are inherited as the job asks', () => {
		expect(jobOf(`${defaults}test: {script: make, inherit: {default: false}}`).image).toBeUndefined();
		const some = jobOf(`${defaults}test: {script: make, inherit: {default: [image], variables: [A]}}`);
		expect(some).toMatchObject({image: {name: 'base'}, tags: [], inheritVariables: ['A']});
	});

	test('may stand at the top level, as in old files', () => {
		expect(jobOf('image: old\nbefore_script: [x]\ntest: {script: make}')).toMatchObject({
			image: {name: 'old'},
			scripts: {before: ['x']},
		});
	});
});

describe('include', () => {
	const files = {
		'ci/build.yml': 'include: base.yml\nbuild:\n  script: [build]\n  image: included\n',
		'ci/more.yaml': 'more: {script: more}\n',
		'base.yml': '.base: {tags: [base]}\nstages: [build, test]\n',
		'notes.txt': 'no pipeline',
	};

	test('reads local files, nested ones first, and merges the including file over them', () => {
		const text = 'include: /ci/build.yml\nbuild: {extends: .base, stage: build, image: own}\ntest: {script: make}\n';
		expect(jobOf(text, 'build', files)).toMatchObject({
			image: {name: 'own'},
			scripts: {main: ['build']},
			tags: ['base'],
		});
		expect(load(text, files).definition?.jobs.map(({name}) => name)).toEqual(['build', 'test']);
	});

	test('takes lists, wildcards, variables and rules', () => {
		const text = `
include:
  - local: 'ci/*.y*ml'
    rules: [{if: $CI_COMMIT_BRANCH == "main"}]
  - local: $NOWHERE.yml
    rules: [{exists: [nothing.txt]}]
variables: {NOWHERE: nowhere}
test: {script: make}
`;
		expect(load(text, files).definition?.jobs.map(({name}) => name)).toEqual(['build', 'more', 'test']);
	});

	test('reads other projects from where they are', () => {
		const read = (file: unknown) =>
			JSON.stringify(file).includes('build.yml') ? 'build: {script: make}\ninclude: other.yml' : 'other: {script: x}';
		const text = 'include: [{project: a/b, ref: v1, file: /build.yml}]\ntest: {script: make}';
		const source = {
			read: (name: string) => (name === '.gitlab-ci.yml' ? text : undefined),
			list: () => [],
			readElsewhere: read,
		};
		const loaded = loadWith(source);
		expect(loaded.definition?.jobs.map(({name}) => name)).toEqual(['other', 'build', 'test']);
		expect([...loaded.sources.keys()]).toEqual(['.gitlab-ci.yml', 'a/b@v1:build.yml', 'a/b@v1:other.yml']);
	});

	test('what a missing one may have defined is no further error', () => {
		const text =
			'include: gone.yml\ntest: {extends: .x, stage: y, needs: [z], dependencies: [z], script: [!reference [.x, script]]}\nonly_rules: {rules: [{when: always}]}\n';
		expect(codesOf(load(text))).toEqual(['INCLUDE_MISSING']);
	});

	test('nor is what a missing one may have said of a job', () => {
		const text = `
include: gone.yml
variables: {MODE: {options: [a]}}
a: {extends: .gone, environment: {url: https://x}, image: {entrypoint: [""]}, start_in: 5 minutes, release: {tag_name: v1}}
b: {extends: .gone, when: delayed, rules: [{changes: {compare_to: main}}]}
c: {needs: [a], stage: gone}
`;
		expect(codesOf(load(text)).filter(code => code !== 'KEYWORD_NOT_HONOURED')).toEqual(['INCLUDE_MISSING']);
	});

	test('never leaves the repository', () => {
		const asked: string[] = [];
		const read = (name: string) => {
			asked.push(name);
			return name === '.gitlab-ci.yml' ? 'include: ../../secret.yml\ntest: {script: make}' : undefined;
		};
		loadWith({read, list: () => []});
		expect(asked.slice(1)).toEqual(['../../secret.yml']);
	});
});

describe('warnings', () => {
	test('tell a keyword that is not honoured once, not once a job', () => {
		const loaded = load(
			'default: {tags: [x]}\na: {script: a, environment: x}\nb: {script: b, environment: y, tags: [z]}',
		);
		expect(loaded.definition).toBeDefined();
		expect(codesOf(loaded)).toEqual(['KEYWORD_NOT_HONOURED', 'KEYWORD_NOT_HONOURED']);
	});

	test('tell a key that is there twice; the last one counts', () => {
		const loaded = load('test: {script: a, script: b}');
		expect(codesOf(loaded)).toEqual(['KEY_DUPLICATE']);
		expect(loaded.definition?.jobs[0]?.scripts.main).toEqual(['b']);
	});

	test('tell a need that rules may leave out, unless both are left out together', () => {
		const rules = 'rules: [{if: $X}]';
		expect(codesOf(load(`a: {script: a, ${rules}}\nb: {script: b, needs: [a]}`))).toEqual(['NEEDS_MAYBE_LEFT_OUT']);
		expect(codesOf(load(`a: {script: a, ${rules}}\nb: {script: b, needs: [a], ${rules}}`))).toEqual([]);
		expect(codesOf(load(`a: {script: a, ${rules}}\nb: {script: b, needs: [{job: a, optional: true}]}`))).toEqual([]);
	});
});

test('a mistake in a base is told once, however many jobs extend it', () => {
	const jobs = Array.from({length: 20}, (_, index) => `j${index}: {extends: .base}`).join('\n');
	expect(codesOf(load(`.base: {script: make, whn: manual, timeout: x}\n${jobs}`))).toEqual([
		'KEY_UNKNOWN',
		'DURATION_INVALID',
	]);
});

test('a name at the top level names the pipeline, and a map there is a job', () => {
	expect(load('name: Shop\ntest: {script: make}').definition?.name).toBe('Shop');
	expect(load('name: {script: make}').definition?.jobs.map(({name}) => name)).toEqual(['name']);
});

test.each([
	['1h 30m', 5_400_000],
	['90 minutes', 5_400_000],
	['3 mins 4 sec', 184_000],
	['2h20min', 8_400_000],
	['1 week and 2 days', 777_600_000],
	['two hours', 7_200_000],
	['00:10:00', 600_000],
	['3600', 3_600_000],
])('a timeout of %s is %i ms', (written, milliseconds) => {
	expect(jobOf(`test: {script: make, timeout: "${written}"}`).timeoutMs).toBe(milliseconds);
});

function loadWith(files: Parameters<typeof loadPipeline>[0]['files']) {
	return loadPipeline({files, file: '.gitlab-ci.yml', context: aContext()});
}
