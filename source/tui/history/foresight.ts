import type {Plan} from '../../model/plan.js';
import type {RunState} from '../../model/run-state.js';
import {type Estimate, estimate, needsOf} from './estimate.js';
import type {PastRuns} from './history.js';
import {type JobHistory, jobHistory} from './job-history.js';
import {lastEnd, simulate} from './simulate.js';

/** What the past says of a run and its jobs. */
export interface Foresight {
	historyOf(job: string): JobHistory;
	readonly estimate: Estimate | undefined;
	/** About how long these jobs take when they run again, in ms; undefined when they have no past. */
	lengthOf(jobs: readonly string[]): number | undefined;
	/** How many jobs run at once, when that is known. */
	readonly slots: number | undefined;
}

/** Of a run that nothing is known to have been before. */
export const noForesight: Foresight = {
	historyOf: job => jobHistory([], job),
	estimate: undefined,
	lengthOf: () => undefined,
	slots: undefined,
};

/** Keeps what it has worked out until there is more past, another state, or a second has gone by. */
export class Forecaster {
	#past: PastRuns | undefined;
	#histories = new Map<string, JobHistory>();
	#state: RunState | undefined;
	#second = 0;
	#estimate: Estimate | undefined;

	look(past: PastRuns, state: RunState, plan: Plan, slots: number | undefined, now: number): Foresight {
		if (past !== this.#past) {
			this.#past = past;
			this.#histories = new Map();
			this.#state = undefined;
		}

		const second = Math.floor(now / 1000);
		const known = slots ?? slotsOf(state);
		const usual = (job: string) => this.#historyOf(job, past).p50;
		if (state !== this.#state || second !== this.#second) {
			[this.#state, this.#second] = [state, second];
			this.#estimate = past.documents.length === 0 ? undefined : estimate({state, plan, usual, slots: known, now});
		}

		return {
			historyOf: job => this.#historyOf(job, past),
			estimate: this.#estimate,
			lengthOf(jobs) {
				const timed = jobs.flatMap(name => {
					const ms = usual(name);
					return ms === undefined ? [] : [{name, ms, needs: needsOf(plan, name), running: false}];
				});
				return timed.length === 0 ? undefined : lastEnd(simulate(timed, known ?? Number.POSITIVE_INFINITY));
			},
			slots: known,
		};
	}

	#historyOf(job: string, past: PastRuns): JobHistory {
		const known = this.#histories.get(job) ?? jobHistory(past.documents, job);
		this.#histories.set(job, known);
		return known;
	}
}

/** A job that waits for a slot tells how many there are. */
function slotsOf({jobs}: RunState): number | undefined {
	const all = [...jobs.values()];
	return all.some(({reason, status}) => status === 'Pending' && reason?.kind === 'slot')
		? all.filter(({status}) => status === 'Running').length
		: undefined;
}
