import type {JobState, RunState} from '../model/run-state.js';
import type {Style} from './text/row.js';

/** What a job, a stage or a run looks like: the refinement of its status that the eye needs. */
export type LookName =
	| 'waiting'
	| 'queued'
	| 'manual'
	| 'preparing'
	| 'running'
	| 'canceling'
	| 'passed'
	| 'retried'
	| 'allowed'
	| 'failed'
	| 'timeout'
	| 'memory'
	| 'error'
	| 'canceled'
	| 'skipped';

export interface Look {
	/** One column wide in every font: no emoji. An empty glyph is the spinner of the moment. */
	readonly glyph: string;
	readonly ascii: string;
	readonly style: Style;
	readonly word: string;
	/** Where there is little room. */
	readonly short?: string;
}

/** Colour never carries a meaning alone: the glyph, or the word, says the same. */
export const looks: Readonly<Record<LookName, Look>> = {
	waiting: {glyph: '◌', ascii: '.', style: {dim: true}, word: 'waiting'},
	queued: {glyph: '◷', ascii: 'q', style: {dim: true}, word: 'queued'},
	manual: {glyph: '▷', ascii: '>', style: {color: 'blue'}, word: 'manual'},
	preparing: {glyph: '⇣', ascii: 'v', style: {color: 'cyan'}, word: 'preparing'},
	running: {glyph: '', ascii: '*', style: {color: 'cyan'}, word: 'running'},
	canceling: {glyph: '', ascii: '%', style: {color: 'yellow'}, word: 'canceling'},
	passed: {glyph: '✔', ascii: '+', style: {color: 'green'}, word: 'passed'},
	retried: {glyph: '✔', ascii: '+', style: {color: 'green'}, word: 'passed on retry', short: 'on retry'},
	allowed: {glyph: '!', ascii: '!', style: {color: 'yellow'}, word: 'failed (allowed)', short: 'allowed'},
	failed: {glyph: '✘', ascii: 'X', style: {color: 'red', bold: true}, word: 'failed'},
	timeout: {glyph: '⧖', ascii: 'T', style: {color: 'red'}, word: 'timed out'},
	memory: {glyph: '✘', ascii: 'X', style: {color: 'red', bold: true}, word: 'out of memory'},
	error: {glyph: '‼', ascii: 'E', style: {color: 'magenta'}, word: 'error'},
	canceled: {glyph: '■', ascii: '#', style: {color: 'grey'}, word: 'canceled'},
	skipped: {glyph: '⊘', ascii: '-', style: {dim: true}, word: 'skipped'},
};

/** Everything drawn that is not text of the user's. */
export interface Symbols {
	readonly spinner: readonly string[];
	readonly selected: string;
	readonly open: string;
	readonly folded: string;
	readonly retry: string;
	readonly ellipsis: string;
	readonly dot: string;
	readonly into: string;
	readonly horizontal: string;
	readonly vertical: string;
	/** top left, top joint, top right, bottom left, bottom joint, bottom right */
	readonly corners: readonly [string, string, string, string, string, string];
	readonly dashes: string;
	readonly full: string;
	readonly empty: string;
	readonly down: string;
	readonly live: string;
}

const unicode: Symbols = {
	spinner: ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'],
	selected: '❯',
	open: '▾',
	folded: '▸',
	retry: '↻',
	ellipsis: '…',
	dot: '·',
	into: '›',
	horizontal: '─',
	vertical: '│',
	corners: ['┌', '┬', '┐', '└', '┴', '┘'],
	dashes: '┄',
	full: '▰',
	empty: '▱',
	down: '▼',
	live: '●',
};

const asciiOnly: Symbols = {
	spinner: ['|', '/', '-', '\\'],
	selected: '>',
	open: 'v',
	folded: '>',
	retry: 'r',
	ellipsis: '~',
	dot: '-',
	into: '/',
	horizontal: '-',
	vertical: '|',
	corners: ['+', '+', '+', '+', '+', '+'],
	dashes: '-',
	full: '#',
	empty: '.',
	down: 'v',
	live: '*',
};

export interface Theme {
	readonly ascii: boolean;
	readonly color: boolean;
	readonly symbols: Symbols;
}

export function createTheme(options: {readonly ascii: boolean; readonly color: boolean}): Theme {
	return {...options, symbols: options.ascii ? asciiOnly : unicode};
}

/** The glyph of the moment; `tick` counts the frames of the shared spinner. */
export function glyphOf(name: LookName, theme: Theme, tick: number): string {
	const {glyph, ascii} = looks[name];
	if (glyph !== '' && !theme.ascii) {
		return glyph;
	}

	return theme.ascii ? ascii : (theme.symbols.spinner[tick % theme.symbols.spinner.length] ?? '');
}

export function lookOfJob(job: JobState): LookName {
	switch (job.status) {
		case 'Pending': {
			return job.reason?.kind === 'manual' ? 'manual' : job.reason?.kind === 'slot' ? 'queued' : 'waiting';
		}

		case 'Running': {
			return job.phase === 'preparing' ? 'preparing' : job.phase === 'canceling' ? 'canceling' : 'running';
		}

		case 'Success': {
			return job.attempts.some(attempt => attempt.status === 'Failed') ? 'retried' : 'passed';
		}

		case 'Failed': {
			return job.allowed ? 'allowed' : failureLook(job);
		}

		case 'Canceled': {
			return job.reason?.kind === 'skipped' ? 'skipped' : 'canceled';
		}
	}
}

function failureLook(job: JobState): LookName {
	switch (job.reason?.kind) {
		case 'timeout': {
			return 'timeout';
		}

		case 'out-of-memory': {
			return 'memory';
		}

		case 'runner': {
			return 'error';
		}

		default: {
			return 'failed';
		}
	}
}

/** Worst first: a stage looks like its worst job, and an allowed failure never makes it red. */
const worstFirst: readonly LookName[] = [
	'failed',
	'memory',
	'timeout',
	'error',
	'canceling',
	'running',
	'preparing',
	'queued',
	'canceled',
	'waiting',
	'manual',
	'allowed',
	'retried',
	'passed',
	'skipped',
];

export function lookOfStage(jobs: readonly JobState[]): LookName {
	const present = new Set(jobs.map(lookOfJob));
	return worstFirst.find(name => present.has(name)) ?? 'waiting';
}

export function lookOfRun(state: RunState): LookName {
	switch (state.status) {
		case 'Pending': {
			return 'waiting';
		}

		case 'Running': {
			return 'running';
		}

		case 'Success': {
			return 'passed';
		}

		case 'Failed': {
			return 'failed';
		}

		case 'Canceled': {
			return 'canceled';
		}
	}
}
