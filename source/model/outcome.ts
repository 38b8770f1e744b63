import type {CiError} from '../errors.js';

/** How one script ended. Failing (the script's fault) is not erring (ours or the engine's). */
export type Outcome =
	| {readonly kind: 'success'}
	| {readonly kind: 'failed'; readonly exitCode: number}
	/** The script took longer than `RUNNER_SCRIPT_TIMEOUT`, which is `ms`. */
	| {readonly kind: 'timed-out'; readonly ms: number}
	/** The engine killed it for its memory; `exitCode` may well be 0. */
	| {readonly kind: 'out-of-memory'; readonly exitCode: number}
	| {readonly kind: 'errored'; readonly error: CiError}
	/** It was stopped through its signal and nothing of it runs any more. */
	| {readonly kind: 'canceled'};
