import type {Plan} from '../model/plan.js';
import {selectJobs} from '../planner/select-jobs.js';

/** The jobs named on the command line and what they need; the whole plan when none is named. Throws a CiError for an unknown name. */
export function selectPlan(plan: Plan, names: readonly string[]): Plan {
	if (names.length === 0) {
		return plan;
	}

	const selected = selectJobs(plan, names);
	if (!selected.ok) {
		throw selected.error;
	}

	return selected.value;
}
