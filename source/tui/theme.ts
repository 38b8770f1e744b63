import type {JobState, RunState} from '../model/run-state.js';
import type {Status} from '../model/status.js';
import {type LookName, lookOfJob, looks} from '../report/look.js';
import {asciiSymbols, type Symbols, unicodeSymbols} from './symbols.js';

export {type LookName, lookOf, lookOfJob, looks} from '../report/look.js';

export interface Theme {
	readonly ascii: boolean;
	readonly color: boolean;
	readonly symbols: Symbols;
}

export function createTheme(options: {readonly ascii: boolean; readonly color: boolean}): Theme {
	return {...options, symbols: options.ascii ? asciiSymbols : unicodeSymbols};
}

/** The glyph of the moment: what runs turns with `tick`, the count of the shared spinner. */
export function glyphOf(name: LookName, {ascii, symbols}: Theme, tick: number): string {
	if (ascii) {
		return looks[name].ascii;
	}

	const turns = name === 'running' || name === 'canceling';
	return turns ? (symbols.spinner[tick % symbols.spinner.length] ?? '') : looks[name].glyph;
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

const byStatus: Readonly<Record<Status, LookName>> = {
	Pending: 'waiting',
	Running: 'running',
	Success: 'passed',
	Failed: 'failed',
	Canceled: 'canceled',
};

/** The look of a whole run, live or stored. */
export function lookOfRun({status}: Pick<RunState, 'status'>): LookName {
	return byStatus[status];
}
