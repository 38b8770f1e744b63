import {unreachable} from '../errors.js';
import type {JobExecution} from '../model/records.js';
import type {JobState} from '../model/run-state.js';
import type {Status} from '../model/status.js';
import type {Style} from './paint.js';

/** What a job looks like: the refinement of its status that the eye needs. */
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
	| 'skipped'
	/** A run that has stopped at a manual job. */
	| 'blocked';

export interface Look {
	/** One column wide in every font: no emoji. */
	readonly glyph: string;
	readonly ascii: string;
	readonly style: Style;
	/** What a reader without colours and glyphs gets. */
	readonly word: string;
}

/** Colour never carries a meaning alone: the glyph, or the word, says the same. */
export const looks: Readonly<Record<LookName, Look>> = {
	waiting: {glyph: '◌', ascii: '.', style: {dim: true}, word: 'waiting'},
	queued: {glyph: '◷', ascii: 'q', style: {dim: true}, word: 'queued'},
	manual: {glyph: '▷', ascii: '>', style: {color: 'blue'}, word: 'manual'},
	preparing: {glyph: '⇣', ascii: 'v', style: {color: 'cyan'}, word: 'preparing'},
	running: {glyph: '●', ascii: '*', style: {color: 'cyan'}, word: 'running'},
	canceling: {glyph: '●', ascii: '%', style: {color: 'yellow'}, word: 'canceling'},
	passed: {glyph: '✔', ascii: '+', style: {color: 'green'}, word: 'passed'},
	retried: {glyph: '✔', ascii: '+', style: {color: 'green'}, word: 'passed on retry'},
	allowed: {glyph: '!', ascii: '!', style: {color: 'yellow'}, word: 'failed (allowed)'},
	failed: {glyph: '✘', ascii: 'X', style: {color: 'red', bold: true}, word: 'failed'},
	timeout: {glyph: '⧖', ascii: 'T', style: {color: 'red'}, word: 'timed out'},
	memory: {glyph: '✘', ascii: 'X', style: {color: 'red', bold: true}, word: 'out of memory'},
	error: {glyph: '‼', ascii: 'E', style: {color: 'magenta'}, word: 'error'},
	canceled: {glyph: '■', ascii: '#', style: {color: 'gray'}, word: 'canceled'},
	skipped: {glyph: '⊘', ascii: '-', style: {dim: true}, word: 'skipped'},
	blocked: {glyph: '▷', ascii: '>', style: {color: 'blue'}, word: 'blocked'},
};

/** What a look is chosen by, from wherever it comes. */
export interface Seen {
	readonly status: Status;
	/** A `Reason['kind']`. */
	readonly reasonKind?: string | undefined;
	readonly phase?: JobState['phase'] | undefined;
	/** A failure does not fail the run. */
	readonly allowed?: boolean | undefined;
	/** Which attempt it is; 1 is the first. */
	readonly attempt?: number | undefined;
}

export function lookOf({status, reasonKind, phase, allowed, attempt = 1}: Seen): LookName {
	switch (status) {
		case 'Pending': {
			return reasonKind === 'manual' ? 'manual' : reasonKind === 'slot' ? 'queued' : 'waiting';
		}

		case 'Running': {
			return phase === 'preparing' || phase === 'canceling' ? phase : 'running';
		}

		case 'Success': {
			return reasonKind === 'blocked' ? 'blocked' : attempt > 1 ? 'retried' : 'passed';
		}

		case 'Failed': {
			if (allowed) return 'allowed';
			return failures[reasonKind ?? ''] ?? 'failed';
		}

		case 'Canceled': {
			return reasonKind === 'skipped' ? 'skipped' : 'canceled';
		}

		default: {
			return unreachable(status);
		}
	}
}

export function lookOfJob({status, reason, phase, allowed, attempts}: JobState): LookName {
	return lookOf({status, reasonKind: reason?.kind, phase, allowed, attempt: attempts.at(-1)?.number});
}

export function lookOfExecution({status, reason_kind, allow_failure, attempt}: JobExecution): LookName {
	return lookOf({status, reasonKind: reason_kind, allowed: allow_failure, attempt});
}

/** The look in words with its reason, nothing said twice: `failed, exit 1`, `skipped: compile failed`. */
export function wordsOf(look: LookName, reason: string | null | undefined): string {
	const {word} = looks[look];
	if (reason === null || reason === undefined || reason === '') return word;
	if (
		reason.startsWith(word) ||
		reason.endsWith(word) ||
		look === 'error' ||
		look === 'canceled' ||
		look === 'waiting' ||
		look === 'queued'
	)
		return reason;
	return `${word}, ${reason}`;
}

const failures: Readonly<Record<string, LookName>> = {timeout: 'timeout', 'out-of-memory': 'memory', runner: 'error'};
