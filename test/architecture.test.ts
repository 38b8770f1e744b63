import {readdirSync, readFileSync} from 'node:fs';
import {dirname, join, posix, relative, resolve} from 'node:path';
import {describe, expect, test} from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** A room and what it may import, besides itself. A name with a dot is one file: of that room only the port. */
const arrows: Readonly<Record<string, readonly string[]>> = {
	'errors.ts': [],
	model: ['errors.ts'],
	expressions: ['errors.ts', 'model'],
	config: ['errors.ts', 'model', 'expressions'],
	planner: ['errors.ts', 'model', 'expressions'],
	scheduler: ['errors.ts', 'model', 'planner'],
	workspace: ['errors.ts', 'model'],
	logs: ['errors.ts', 'model'],
	store: ['errors.ts', 'model'],
	executor: ['errors.ts', 'model', 'workspace', 'logs/log.ts', 'store/store.ts'],
	engine: [
		'errors.ts',
		'model',
		'expressions',
		'scheduler',
		'executor/executor.ts',
		'logs/log.ts',
		'store/store.ts',
		'workspace/workspace.ts',
	],
	report: ['errors.ts', 'model', 'planner', 'engine', 'logs/log.ts', 'store/store.ts'],
	// Durations, glyphs and words are the report's, and the same on both.
	tui: ['errors.ts', 'model', 'planner', 'engine', 'report', 'logs/log.ts', 'store/store.ts'],
	commands: [
		...['errors.ts', 'model', 'expressions', 'config', 'planner', 'scheduler', 'engine', 'report', 'tui'],
		...['executor/executor.ts', 'logs/log.ts', 'store/store.ts', 'workspace/workspace.ts'],
	],
	'cli.tsx': ['errors.ts', 'commands', 'report'],
};

/** The files that build adapters: they may import these rooms whole. */
const wiring = /^(?:cli\.tsx|source\/commands\/wiring\.ts)$/;
const adapters = ['executor', 'workspace', 'logs', 'store'];

const pure = ['errors.ts', 'model', 'expressions', 'config', 'planner', 'scheduler'];

/** What a pure room must not name, with what to do instead. */
const impure: readonly (readonly [RegExp, string])[] = [
	[/\bDate\.now\b|\bnew Date\(\)/, 'reads the clock: take the time as an argument'],
	[/\bMath\.random\b/, 'is not repeatable: take ids and random values as arguments'],
	[/\bprocess\.\w/, 'reads the process: take what it needs as an argument'],
	[/\b(?:setTimeout|setInterval|setImmediate|queueMicrotask)\(/, 'waits: answer an effect instead'],
	[/\basync\b(?! ?:)|\bawait\b/, 'waits: only the shell is asynchronous'],
];

interface Source {
	/** Relative to the project, with `/`. */
	readonly path: string;
	readonly text: string;
}

const sources: readonly Source[] = [
	'cli.tsx',
	...readdirSync(join(root, 'source'), {recursive: true, encoding: 'utf8'}).map(file => posix.join('source', file)),
]
	.filter(path => /\.tsx?$/.test(path))
	.flatMap(path => {
		const text = textOf(join(root, path));
		return text === undefined ? [] : [{path, text}];
	});

describe('the rooms', () => {
	test('every folder of source/ has its arrows', () => {
		const rooms = new Set(sources.map(({path}) => roomOf(path)));
		expect([...rooms].filter(room => !(room in arrows))).toEqual([]);
	});

	test('imports go along the arrows only', () => {
		expect(sources.flatMap(wrongImports)).toEqual([]);
	});

	test('a wrong arrow would be seen', () => {
		const wrong = (path: string, text: string) => wrongImports({path, text});
		expect(wrong('source/model/plan.ts', "import {reduce} from '../scheduler/reduce.js';")).toEqual([
			'source/model/plan.ts:1 imports ../scheduler/reduce.js: model may import errors.ts',
		]);
		expect(wrong('source/engine/x.ts', "export {a} from '../logs/log-store.js';")).toHaveLength(1);
		expect(wrong('source/engine/x.ts', "import type {LogStore} from '../logs/log.js';")).toEqual([]);
		expect(wrong('source/tui/app.tsx', "const a = await import('../executor/docker/engine.js');")).toHaveLength(1);
		expect(wrong('source/model/a.ts', "import {\n\tb,\n} from 'node:fs';")).toEqual([
			'source/model/a.ts:1 imports node:fs: model is pure',
		]);
		expect(wrong('source/planner/a.ts', "import {load} from '../config/load.js';")).toHaveLength(1);
	});
});

describe('the pure rooms', () => {
	test('read no clock, no chance and no process, and never wait', () => {
		expect(sources.filter(({path}) => pure.includes(roomOf(path))).flatMap(impurities)).toEqual([]);
	});

	test('an impurity would be seen, words in comments and texts are not', () => {
		const seen = (text: string) => impurities({path: 'source/model/a.ts', text}).length;
		expect(seen('const at = Date.now();')).toBe(1);
		expect(seen('async function read() {}')).toBe(1);
		expect(seen("const text = 'await'; // async, Date.now()\n/** process.env */")).toBe(0);
		expect(seen('const time = new Date(at).toISOString();')).toBe(0);
	});
});

function wrongImports({path, text}: Source): readonly string[] {
	const room = roomOf(path);
	return importsOf(text).flatMap(({name, line}) => {
		const place = `${path}:${line} imports ${name}`;
		if (!name.startsWith('.')) {
			const isOutside = pure.includes(room) && (name.startsWith('node:') || !pureModules.includes(name));
			return isOutside ? [`${place}: ${room} is pure`] : [];
		}

		const target = fileOf(path, name);
		const allowed = [room, ...(arrows[room] ?? []), ...(wiring.test(path) ? adapters : [])];
		const isAllowed = allowed.some(one => one === roomOf(target) || posix.join('source', one) === target);
		return isAllowed ? [] : [`${place}: ${room} may import ${(arrows[room] ?? []).join(', ') || 'nothing'}`];
	});
}

/** Packages that are functions of their arguments only. */
const pureModules = ['yaml', 'picomatch', 'valibot'];

function importsOf(text: string): readonly {readonly name: string; readonly line: number}[] {
	const pattern =
		/(?:^|\n)\s*(?:import|export)\b[^'";]*?\bfrom\s*'([^']+)'|(?:^|\n)\s*import\s*'([^']+)'|\bimport\(\s*'([^']+)'/g;
	return [...text.matchAll(pattern)].map(match => {
		const begin = match.index + match[0].search(/\S/);
		return {name: match[1] ?? match[2] ?? match[3] ?? '', line: text.slice(0, begin).split('\n').length};
	});
}

/** The source file an import names. */
function fileOf(from: string, name: string): string {
	const path = relative(root, resolve(root, dirname(from), name)).replaceAll('\\', '/');
	const stem = path.replace(/\.jsx?$/, '');
	return sources.find(source => source.path === `${stem}.ts` || source.path === `${stem}.tsx`)?.path ?? `${stem}.ts`;
}

function roomOf(path: string): string {
	const [first = '', second = ''] = path.split('/');
	return first === 'source' ? second : first;
}

function impurities({path, text}: Source): readonly string[] {
	const lines = withoutWords(text).split('\n');
	return lines.flatMap((line, place) =>
		impure.flatMap(([pattern, why]) => (pattern.test(line) ? [`${path}:${place + 1} ${why} (${line.trim()})`] : [])),
	);
}

/** Comments and plain texts blanked, lines kept. */
function withoutWords(text: string): string {
	const words = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g;
	return text.replaceAll(words, found => found.replaceAll(/[^\n]/g, ' '));
}

function textOf(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
		throw error;
	}
}
