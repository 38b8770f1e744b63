import {availableParallelism} from 'node:os';
import path from 'node:path';
import meow from 'meow';
import {CiError} from '../errors.js';
import {didYouMean} from '../model/nearest-name.js';
import {executorChoices, type Options, uiChoices} from './options.js';

const flags = {
	cwd: {type: 'string'},
	file: {type: 'string'},
	pipeline: {type: 'string'},
	json: {type: 'boolean'},
	help: {type: 'boolean', shortFlag: 'h'},
	version: {type: 'boolean', shortFlag: 'v'},
	repo: {type: 'string'},
	branch: {type: 'string'},
	commit: {type: 'string'},
	executor: {type: 'string', default: 'auto'},
	defaultImage: {type: 'string', default: 'alpine:latest'},
	concurrency: {type: 'string'},
	variable: {type: 'string', isMultiple: true},
	variablesFile: {type: 'string', isMultiple: true},
	includeMap: {type: 'string', isMultiple: true},
	ui: {type: 'string', default: 'auto'},
	logs: {type: 'boolean'},
	ascii: {type: 'boolean'},
	run: {type: 'string'},
	stage: {type: 'string'},
	job: {type: 'string'},
	keep: {type: 'string'},
	cache: {type: 'boolean'},
	dryRun: {type: 'boolean'},
} as const;

export interface Arguments {
	/** The first word, or undefined when there is none. */
	readonly command: string | undefined;
	/** The words after it: job names, a run number, a shell. */
	readonly names: readonly string[];
	readonly options: Options;
	readonly help: boolean;
	readonly version: boolean;
	readonly dryRun: boolean;
	readonly ascii: boolean;
	/** Names of the flags that were given, without dashes. */
	readonly flags: readonly string[];
}

/** Reads what follows the program's name. Throws a CiError (exit code 2) for a flag or value that is not known. */
export function parseArguments(argv: readonly string[], cwd: string): Arguments {
	const parsed = meow({
		importMeta: import.meta,
		pkg: {},
		argv: [...argv],
		flags,
		autoHelp: false,
		autoVersion: false,
	});
	const flagNames = givenFlags(argv);
	refuseUnknown(flagNames);
	refuseEmpty(argv);
	const given = parsed.flags;
	const [command, ...names] = parsed.input;
	return {
		command,
		names,
		help: given.help === true,
		version: given.version === true,
		dryRun: given.dryRun === true,
		ascii: given.ascii === true,
		flags: flagNames,
		options: {
			cwd: path.resolve(cwd, text('cwd', given.cwd) ?? '.'),
			json: given.json === true,
			logs: given.logs === true,
			cache: given.cache === true,
			executor: oneOf('executor', given.executor, executorChoices),
			ui: oneOf('ui', given.ui, uiChoices),
			defaultImage: text('default-image', given.defaultImage) ?? flags.defaultImage.default,
			concurrency: number('concurrency', given.concurrency, 1) ?? Math.max(2, availableParallelism()),
			variables: pairs('variable', given.variable),
			variablesFiles: (given.variablesFile ?? []).map(file => path.resolve(cwd, text('variables-file', file) ?? '')),
			includeMap: pairs('include-map', given.includeMap),
			...defined({
				file: text('file', given.file),
				pipeline: text('pipeline', given.pipeline),
				repo: text('repo', given.repo),
				branch: text('branch', given.branch),
				commit: text('commit', given.commit),
				stage: text('stage', given.stage),
				job: text('job', given.job),
				run: number('run', given.run, 1),
				keep: number('keep', given.keep, 0),
			}),
		},
	};
}

/** A run number that was given as a word: `ci-tui cancel 12`. */
export function runNumber(word: string | undefined): number | undefined {
	return word === undefined ? undefined : number('RUN', word.replace(/^#/, ''), 1);
}

/** Everything that looks like a flag, before a lone `--`, without its value. */
function givenFlags(argv: readonly string[]): readonly string[] {
	return beforeSeparator(argv)
		.filter(word => word.startsWith('-') && word !== '-')
		.map(word => word.split('=', 1)[0] ?? word)
		.map(name => shortFlags[name] ?? name.replace(/^--/, ''));
}

const shortFlags: Readonly<Record<string, string>> = {'-h': 'help', '-v': 'version'};

function refuseUnknown(names: readonly string[]): void {
	const known = Object.keys(flags).flatMap(name => [kebab(name), `no-${kebab(name)}`]);
	for (const name of names) {
		if (!known.includes(name)) {
			const dashed = known.map(other => `--${other}`);
			const word = name.startsWith('-') ? name : `--${name}`;
			throw wrong(`unknown option ${word}`, didYouMean(word, dashed) ?? 'see `ci-tui --help`');
		}
	}
}

/** A flag that takes a value and stands last, or before another flag, has none. */
function refuseEmpty(argv: readonly string[]): void {
	const words = beforeSeparator(argv);
	for (const [index, word] of words.entries()) {
		const flag = Object.entries(flags).find(([name]) => `--${kebab(name)}` === word);
		const next = words[index + 1];
		if (flag?.[1].type === 'string' && (next === undefined || next.startsWith('--'))) {
			throw wrong(`${word} needs a value`, 'see `ci-tui --help`');
		}
	}
}

function beforeSeparator(argv: readonly string[]): readonly string[] {
	const end = argv.indexOf('--');
	return end === -1 ? argv : argv.slice(0, end);
}

function text(name: string, value: string | undefined): string | undefined {
	if (value === '') {
		throw wrong(`--${name} needs a value`, 'see `ci-tui --help`');
	}

	return value;
}

function number(name: string, value: string | undefined, least: number): number | undefined {
	if (value === undefined) {
		return undefined;
	}

	if (!/^\d{1,9}$/.test(value) || Number(value) < least) {
		const flag = name === name.toUpperCase() ? name : `--${name}`;
		throw wrong(`${flag} takes a whole number from ${least}, not "${value}"`);
	}

	return Number(value);
}

function oneOf<T extends string>(name: string, value: string, choices: readonly T[]): T {
	const found = choices.find(choice => choice === value);
	if (found === undefined) {
		throw wrong(`--${name} takes ${choices.join(', ')}, not "${value}"`, didYouMean(value, choices));
	}

	return found;
}

function pairs(name: string, values: readonly string[] | undefined): Record<string, string> {
	return Object.fromEntries(
		(values ?? []).map(pair => {
			const at = pair.indexOf('=');
			if (at < 1) {
				throw wrong(`--${name} takes KEY=VALUE, not "${pair}"`);
			}

			return [pair.slice(0, at), pair.slice(at + 1)];
		}),
	);
}

function wrong(message: string, hint?: string): CiError {
	return new CiError('ARGUMENTS', message, {hint, exitCode: 2});
}

function kebab(name: string): string {
	return name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
}

type Defined<T> = {[K in keyof T]?: Exclude<T[K], undefined>};

/** Leaves out what is undefined: with exact optional properties an absent key and an undefined one differ. */
function defined<T extends object>(values: T): Defined<T> {
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
}
