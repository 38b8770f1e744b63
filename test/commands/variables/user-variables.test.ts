import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {readUserVariables} from '../../../source/commands/variables/user-variables.js';

interface Files {
	readonly home?: string;
	readonly repository?: string;
	/** By name, in the order of `--variables-file`. */
	readonly given?: Readonly<Record<string, string>>;
}

function read({home, repository, given = {}}: Files, variables: Readonly<Record<string, string>> = {}) {
	const folder = mkdtempSync(path.join(tmpdir(), 'ci-tui-variables-'));
	onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
	const write = (name: string, text: string) => {
		mkdirSync(path.dirname(path.join(folder, name)), {recursive: true});
		writeFileSync(path.join(folder, name), text);
		return path.join(folder, name);
	};
	if (home !== undefined) write('home/variables.yml', home);
	if (repository !== undefined) write('root/.ci-tui/variables.yml', repository);
	const files = Object.entries(given).map(([name, text]) => write(name, text));
	return readUserVariables({
		variables,
		files,
		root: path.join(folder, 'root'),
		configFolder: path.join(folder, 'home'),
	});
}

describe('precedence', () => {
	test('--variable is stronger than --variables-file, that than the repository file, that than the home file', () => {
		const {variables} = read(
			{
				home: 'A: home\nB: home\nC: home\nD: home\n',
				repository: 'A: repository\nB: repository\nC: repository\n',
				given: {'one.yml': 'A: one\nB: one\n', 'two.env': 'B=two\n'},
			},
			{A: 'argument'},
		);
		expect(variables).toEqual({A: 'argument', B: 'two', C: 'repository', D: 'home'});
	});

	test('without any file there is what the command line says', () => {
		expect(read({}, {A: '1'})).toMatchObject({variables: {A: '1'}, masked: [], forThisRun: ['A']});
	});
});

describe('a YAML file', () => {
	test('has values as they are written, and maps that say more', () => {
		const given = read({
			repository: [
				'VERSION: 1.10',
				'DATE: 2026-01-02',
				'EMPTY:',
				'RAW: {value: $A, expand: false}',
				'CONFIG: {value: "{}", file: true}',
				'BASE: &base secret-of-mine',
				'TOKEN: {value: *base, masked: true}',
			].join('\n'),
		});
		expect(given.variables).toEqual({
			VERSION: '1.10',
			DATE: '2026-01-02',
			EMPTY: '',
			RAW: '$A',
			CONFIG: '{}',
			BASE: 'secret-of-mine',
			TOKEN: 'secret-of-mine',
		});
		expect(given).toMatchObject({raw: ['RAW'], files: ['CONFIG'], masked: ['secret-of-mine']});
	});

	test('may have a value for each environment', () => {
		const {variables, scoped} = read({
			repository:
				'KEY:\n  - {value: all}\n  - {value: live, environment: production}\n  - {value: test, environment: review/*}\n',
		});
		expect(variables).toEqual({KEY: 'all'});
		expect(scoped.map(({value, environment}) => [value, environment])).toEqual([
			['live', 'production'],
			['test', 'review/*'],
		]);
	});

	test.each([
		['A: 1\nB: [\n', 'VARIABLES_INVALID', 3, 1],
		['A: 1\n1B: 2\n', 'VARIABLES_INVALID', 2, 1],
		['A:\n  vlaue: 2\n', 'VARIABLES_INVALID', 2, 3],
		['A: {masked: true}\n', 'VARIABLES_INVALID', 1, 4],
		['A: {value: x, masked: maybe}\n', 'VARIABLES_INVALID', 1, 23],
		['- A\n', 'VARIABLES_INVALID', 1, 1],
		['B: 1\nA: {value: short, masked: true}\n', 'VARIABLE_TOO_SHORT', 2, 1],
	])('%j is refused with its place', (text, code, line, column) => {
		expect(() => read({given: {'v.yml': text}})).toThrow(
			expect.objectContaining({
				code,
				exitCode: 2,
				position: expect.objectContaining({line, column, file: expect.stringContaining('v.yml')}),
			}),
		);
	});

	test('a misspelt key gets a suggestion', () => {
		expect(() => read({repository: 'A: {value: x, maskd: true}'})).toThrow(
			expect.objectContaining({hint: 'did you mean "masked"?'}),
		);
	});
});

describe('a file of KEY=value', () => {
	test('has comments, export, and quotes that go over lines', () => {
		const {variables, raw} = read({
			given: {
				'ci.env':
					'# first\n\nexport A=1\nB = two words # why\nC="a \\"b\\"\\nc"\nD=\'$A \\n\'\nE="one\ntwo"\nF=\nG=x#y\r\n',
			},
		});
		expect(variables).toEqual({
			A: '1',
			B: 'two words',
			C: 'a "b"\nc',
			D: '$A \\n',
			E: 'one\ntwo',
			F: '',
			G: 'x#y',
		});
		expect(raw).toEqual(['D']);
	});

	test.each([
		['A=1\nnonsense\n', 2, 1],
		['A=1\n  2A=3\n', 2, 3],
		['A="open\nB=2\n', 1, 3],
	])('%j is refused with its place, and without its text', (text, line, column) => {
		expect(() => read({given: {'ci.env': text}})).toThrow(
			expect.objectContaining({exitCode: 2, position: expect.objectContaining({line, column})}),
		);
	});
});

describe('what is masked', () => {
	test('a name that is masked in one file is masked wherever it comes from', () => {
		const {masked} = read(
			{home: 'TOKEN: {value: home-secret, masked: true}', given: {'a.env': 'TOKEN=file-secret\n'}},
			{TOKEN: 'own-secret'},
		);
		expect(masked).toEqual(['home-secret', 'file-secret', 'own-secret']);
	});

	test('a value of --variable that is too short to be masked is refused', () => {
		expect(() => read({home: 'TOKEN: {value: home-secret, masked: true}'}, {TOKEN: 'short'})).toThrow(
			expect.objectContaining({code: 'VARIABLE_TOO_SHORT'}),
		);
	});
});

test('a file that is not there is an error when it was named, and none when it was not', () => {
	expect(() =>
		readUserVariables({variables: {}, files: ['/nowhere/v.yml'], root: '/nowhere', configFolder: '/nowhere'}),
	).toThrow(expect.objectContaining({code: 'VARIABLES_NOT_READ', exitCode: 2}));
});
