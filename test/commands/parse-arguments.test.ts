import {expect, test} from 'vitest';
import {parseArguments, runNumber} from '../../source/commands/parse-arguments.js';

const parse = (...argv: string[]) => parseArguments(argv, '/home/me/project');

test('without words there is no command and the folder is the current one', () => {
	const {command, names, options} = parse();
	expect({command, names, cwd: options.cwd, ui: options.ui, executor: options.executor}).toEqual({
		command: undefined,
		names: [],
		cwd: '/home/me/project',
		ui: 'auto',
		executor: 'auto',
	});
});

test('the first word is the command, the others are names, flags may stand anywhere', () => {
	const {command, names, options} = parse('run', 'build', '--executor', 'shell', 'test: [a, b]', '--concurrency=3');
	expect({command, names, executor: options.executor, concurrency: options.concurrency}).toEqual({
		command: 'run',
		names: ['build', 'test: [a, b]'],
		executor: 'shell',
		concurrency: 3,
	});
});

test('--variable may be given again and again, and its value may hold anything', () => {
	expect(parse('run', '--variable', 'A=1', '--variable', 'B=x=y z', '--variable=C=').options.variables).toEqual({
		A: '1',
		B: 'x=y z',
		C: '',
	});
});

test('a wrong flag is refused with the nearest one', () => {
	expect(() => parse('run', '--concurency', '3')).toThrow(
		expect.objectContaining({
			message: 'unknown option --concurency',
			hint: 'did you mean "--concurrency"?',
			exitCode: 2,
		}),
	);
});

test('a wrong value says what the flag takes', () => {
	expect(() => parse('--executor', 'dokcer')).toThrow('--executor takes docker, shell, auto, not "dokcer"');
	expect(() => parse('--concurrency', '0')).toThrow('--concurrency takes a whole number from 1, not "0"');
	expect(() => parse('--variable', 'A')).toThrow('--variable takes KEY=VALUE, not "A"');
	expect(() => parse('--file=')).toThrow('--file needs a value');
	expect(() => parse('run', '--variable')).toThrow('--variable needs a value');
	expect(() => parse('run', '--variable', '--json')).toThrow('--variable needs a value');
});

test('a run number may be written as people say it', () => {
	expect(runNumber('12')).toBe(12);
	expect(runNumber('#12')).toBe(12);
	expect(runNumber(undefined)).toBeUndefined();
	expect(() => runNumber('twelve')).toThrow('RUN takes a whole number from 1, not "twelve"');
});
