/**
 * Where a job stands, finer than its status:
 *
 * ```
 *             ┌────────────── what it waits for goes on again ──────────────┐
 *             ▼                                                             │
 *  ─────▶ waiting ──▶ delayed ─(time)─▶ queued ─(slot)─▶ running ──▶ success│warned│failed│canceled
 *             │ │                        ▲   ▲                              │
 *             │ └─▶ manual│ignored ─(play)   └──────── (retry, in turn) ────┘
 *             └───▶ skipped
 * ```
 *
 * `manual` and `ignored` hold `when: manual` jobs and those that wait for one; `ignored` ones do not hold up later
 * stages. `warned` failed or was canceled and is allowed to. `skipped` goes back to `waiting` by itself when what it
 * waits for goes on again; the four endings only by a retry.
 */
export type Standing = 'waiting' | 'delayed' | 'queued' | 'running' | 'manual' | 'ignored' | Ending | 'skipped';

export type Ending = 'success' | 'warned' | 'failed' | 'canceled';

/** What those who wait for a job see of its standing. `live` will change by itself. */
export type Group = 'live' | 'manual' | 'ignored' | 'passed' | 'failed' | 'canceled' | 'skipped';

/** How many jobs of a set are in each group. */
export type Tally = Readonly<Record<Group, number>>;

export const emptyTally: Tally = {live: 0, manual: 0, ignored: 0, passed: 0, failed: 0, canceled: 0, skipped: 0};

const groups: Readonly<Record<Standing, Group>> = {
	waiting: 'live',
	delayed: 'live',
	queued: 'live',
	running: 'live',
	manual: 'manual',
	ignored: 'ignored',
	success: 'passed',
	warned: 'passed',
	failed: 'failed',
	canceled: 'canceled',
	skipped: 'skipped',
};

export function groupOf(standing: Standing): Group {
	return groups[standing];
}

/** False for jobs that go on, and for those that wait for somebody to play a manual job. */
export function hasEnded(group: Group): boolean {
	return group !== 'live' && group !== 'manual' && group !== 'ignored';
}

export function tallyOf(standings: readonly Standing[]): Tally {
	const tally: Record<Group, number> = {...emptyTally};
	for (const standing of standings) tally[groupOf(standing)]++;
	return tally;
}

/** The tally after one job moved from one group to another. */
export function moved(tally: Tally, from: Group, to: Group): Tally {
	return {...tally, [from]: tally[from] - 1, [to]: tally[to] + 1};
}

/** How a set of jobs ended of which none is live or waits for a manual job: GitLab's composite status. */
export function compositeOf(tally: Tally): 'success' | 'failed' | 'canceled' | 'skipped' {
	if (tally.failed > 0) return 'failed';
	if (tally.canceled > 0) return 'canceled';
	if (tally.passed === 0 && tally.skipped + tally.ignored > 0) return 'skipped';
	return 'success';
}

/** True for a job that nothing has decided yet, or only what it waits for. */
export function isUndecided(standing: Standing): boolean {
	return standing === 'skipped' || isPending(standing);
}

/** True for a job that has not started and may still do so. */
export function isPending(standing: Standing): boolean {
	return (
		standing === 'waiting' ||
		standing === 'delayed' ||
		standing === 'queued' ||
		standing === 'manual' ||
		standing === 'ignored'
	);
}
