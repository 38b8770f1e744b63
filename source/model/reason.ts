import {unreachable} from '../errors.js';

/** Why a status is what it is: never folded into the status, so that a failed test is told from a broken engine. */
export type Reason =
	/** Pending: jobs it needs have not finished. */
	| {readonly kind: 'needs'; readonly jobs: readonly string[]}
	/** Pending: an earlier stage has not finished. */
	| {readonly kind: 'stage'; readonly stage: string}
	/** Pending: ready, but as many jobs run as may. */
	| {readonly kind: 'slot'}
	/** Pending: ready, but another job of its `resource_group` runs, here or in another run. */
	| {readonly kind: 'resource'; readonly group: string}
	/** Pending: `when: delayed`; `until` in ms since the epoch. */
	| {readonly kind: 'delayed'; readonly until: number}
	/** Pending: waits for a user to play it. */
	| {readonly kind: 'manual'}
	/** Pending: waits for a manual job that nobody has played. */
	| {readonly kind: 'blocked'; readonly by: string}
	/** Pending: the user holds the run, nothing new starts. */
	| {readonly kind: 'held'}
	/** Failed: the script ended with this code. */
	| {readonly kind: 'script'; readonly exitCode: number}
	/** Failed: it took longer than `ms`. */
	| {readonly kind: 'timeout'; readonly ms: number}
	/** Failed: the engine killed it for its memory. */
	| {readonly kind: 'out-of-memory'}
	/** Failed: ours or the engine's fault, not the script's. */
	| {readonly kind: 'runner'; readonly code: string; readonly message: string}
	/** Failed, of a run: these jobs failed and are not allowed to. */
	| {readonly kind: 'jobs'; readonly failed: readonly string[]}
	/** Canceled: by the user. */
	| {readonly kind: 'user'}
	/** Canceled: this process was told to end. */
	| {readonly kind: 'signal'; readonly signal: string}
	/** Canceled: the process that ran it is gone. */
	| {readonly kind: 'interrupted'}
	/** Canceled: not run, because of how `because` ended; `because` is undefined when no job failed (`when: on_failure`). */
	| {
			readonly kind: 'skipped';
			readonly because: string | undefined;
			readonly ended: 'failed' | 'canceled' | 'skipped' | 'passed';
	  };

/** The reason in a few words for a row of the tree, a plain line or a record. */
export function reasonText(reason: Reason, now?: number): string {
	switch (reason.kind) {
		case 'needs': {
			return `waits for ${list(reason.jobs)}`;
		}

		case 'stage': {
			return `waits for stage ${reason.stage}`;
		}

		case 'slot': {
			return 'waits for a slot';
		}

		case 'resource': {
			return `waits for resource group ${reason.group}`;
		}

		case 'delayed': {
			return now === undefined ? 'delayed' : `starts in ${Math.max(0, Math.ceil((reason.until - now) / 1000))}s`;
		}

		case 'manual': {
			return 'manual';
		}

		case 'blocked': {
			return `waits for manual job ${reason.by}`;
		}

		case 'held': {
			return 'held';
		}

		case 'script': {
			return `exit ${reason.exitCode}`;
		}

		case 'timeout': {
			return `timed out after ${Math.round(reason.ms / 1000)}s`;
		}

		case 'out-of-memory': {
			return 'out of memory';
		}

		case 'runner': {
			return `runner error: ${reason.message}`;
		}

		case 'jobs': {
			return `${list(reason.failed)} failed`;
		}

		case 'user': {
			return 'canceled by the user';
		}

		case 'signal': {
			return `canceled by ${reason.signal}`;
		}

		case 'interrupted': {
			return 'interrupted: the process that ran it is gone';
		}

		case 'skipped': {
			return reason.because === undefined ? 'skipped: nothing failed' : `skipped: ${reason.because} ${reason.ended}`;
		}

		default: {
			return unreachable(reason);
		}
	}
}

/** The reason of a stored record, from what `reasonText` made of it; what the words do not say is left out. */
export function reasonFrom(kind: string | undefined, text = '', exitCode?: number): Reason | undefined {
	const word = (pattern: RegExp): string => pattern.exec(text)?.[1] ?? '';
	switch (kind) {
		case 'manual':
		case 'slot':
		case 'held':
		case 'user':
		case 'interrupted':
		case 'out-of-memory': {
			return {kind};
		}

		case 'script': {
			return {kind, exitCode: exitCode ?? Number(word(/^exit (\d+)$/) || 1)};
		}

		case 'timeout': {
			return {kind, ms: Number(word(/(\d+)s$/)) * 1000};
		}

		case 'runner': {
			return {kind, code: 'RUNNER', message: text.replace(/^runner error: /, '')};
		}

		case 'jobs': {
			return {kind, failed: [word(/^(.+) failed$/)]};
		}

		case 'signal': {
			return {kind, signal: word(/^canceled by (.+)$/)};
		}

		case 'blocked': {
			return {kind, by: word(/^waits for manual job (.+)$/)};
		}

		case 'resource': {
			return {kind, group: word(/^waits for resource group (.+)$/)};
		}

		case 'stage': {
			return {kind, stage: word(/^waits for stage (.+)$/)};
		}

		case 'skipped': {
			const [, because, ended] = /^skipped: (.+) (failed|canceled|skipped|passed)$/.exec(text) ?? [];
			return because === undefined || because === 'nothing'
				? {kind, because: undefined, ended: 'passed'}
				: {kind, because, ended: ended as 'failed' | 'canceled' | 'skipped' | 'passed'};
		}

		default: {
			return undefined;
		}
	}
}

function list(names: readonly string[]): string {
	return names.length <= 3 ? names.join(', ') : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}
