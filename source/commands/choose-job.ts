import {CiError} from '../errors.js';
import type {Plan, PlannedJob} from '../model/plan.js';
import {selectPlan} from './select-plan.js';

/** One job by its name, or by its key in the file when only one comes of that. Throws a CiError (exit code 2) otherwise. */
export function chooseJob(plan: Plan, name: string): PlannedJob {
	const job = plan.jobs.find(job => job.name === name);
	if (job !== undefined) return job;
	// Says what is wrong with a name that is not there, as for `run JOB`.
	const named = selectPlan(plan, [name]).jobs.filter(({key}) => key === name);
	const [only, ...others] = named;
	if (only === undefined || others.length > 0) {
		throw new CiError('JOB_AMBIGUOUS', `there are ${named.length} jobs "${name}": take one of them by its full name`, {
			hint: listed(named.map(({name}) => name)),
			exitCode: 2,
		});
	}

	return only;
}

/** `"a", "b" and 3 more` */
export function listed(names: readonly string[], most = 20): string {
	const shown = names.slice(0, most).map(name => `"${name}"`);
	return names.length <= most ? shown.join(', ') : `${shown.join(', ')} and ${names.length - most} more`;
}
