import type {When} from '../model/plan.js';
import type {Reason} from '../model/reason.js';
import {compositeOf, type Tally} from './standing.js';

/** What a job sees of the jobs it waits for. */
export type Gate =
	/** Some of them go on; `reason` says which. */
	| {readonly kind: 'waits'; readonly reason: Reason}
	/** A manual job that nobody has played holds it; `optional` when that must not hold up later stages. */
	| {readonly kind: 'held'; readonly by: string; readonly optional: boolean}
	| {readonly kind: 'open'; readonly ended: Ended};

/** GitLab's composite status of the jobs it waits for. */
export type Ended = 'success' | 'failed' | 'canceled' | 'skipped';

/** What a gate says before the names in it are looked up. */
export type Passage =
	| {readonly kind: 'waits' | 'held' | 'held-optional'}
	| {readonly kind: 'open'; readonly ended: Ended};

/**
 * A job with `needs`. As in GitLab a skipped need decides at once, and an optional manual one counts as skipped; but
 * where GitLab would skip a job for it, the job waits to see whether somebody plays it.
 */
export function passageOfNeeds(needs: Tally, when: When): Passage {
	if (when !== 'always') {
		if (needs.skipped > 0) return {kind: 'open', ended: 'skipped'};
		if (needs.ignored > 0) return {kind: 'held-optional'};
	}

	return passageOfStages(needs);
}

/** A job without `needs`: optional manual jobs of the earlier stages do not hold it. */
export function passageOfStages(earlier: Tally): Passage {
	if (earlier.manual > 0) return {kind: 'held'};
	if (earlier.live > 0) return {kind: 'waits'};
	return {kind: 'open', ended: compositeOf(earlier)};
}

/** Whether a job runs after what it waits for ended like this (GitLab's `when`); otherwise it is skipped. */
export function runsAfter(ended: Ended, when: When, hasNeeds: boolean): boolean {
	switch (when) {
		case 'always': {
			return true;
		}

		case 'on_failure': {
			return ended === 'failed';
		}

		default: {
			return ended === 'success' || (ended === 'skipped' && !hasNeeds);
		}
	}
}

export function isSameGate(one: Gate, other: Gate): boolean {
	if (one.kind === 'waits') return other.kind === 'waits' && isSameReason(one.reason, other.reason);
	if (one.kind === 'held') return other.kind === 'held' && one.by === other.by && one.optional === other.optional;
	return other.kind === 'open' && one.ended === other.ended;
}

export function isSameReason(one: Reason | undefined, other: Reason | undefined): boolean {
	if (one === other) return true;
	if (one === undefined || other === undefined || one.kind !== other.kind) return false;
	if (one.kind === 'stage') return other.kind === 'stage' && one.stage === other.stage;
	if (one.kind === 'blocked') return other.kind === 'blocked' && one.by === other.by;
	if (one.kind === 'needs') return other.kind === 'needs' && isSameList(one.jobs, other.jobs);
	return one.kind === 'manual' || one.kind === 'slot' || one.kind === 'held';
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
	return one.length === other.length && one.every((item, index) => item === other[index]);
}
