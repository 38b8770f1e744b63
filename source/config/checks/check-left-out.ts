import type {JobDefinition, RuleDefinition} from '../../model/definition.js';
import type {Problems} from '../problems.js';
import type {MapNode} from '../yaml/node.js';
import {type JobsByName, placesOf} from './check-jobs.js';

/** Warns of a need that rules may leave out of the pipeline while the job that needs it is in: GitLab then refuses to run. */
export function checkLeftOut(
	definitions: readonly JobDefinition[],
	jobs: JobsByName,
	problems: Problems,
	root: MapNode,
): void {
	for (const job of definitions) {
		for (const need of job.needs ?? []) {
			const needed = need.optional || need.elsewhere !== undefined ? undefined : jobs.get(need.job);
			const when = needed && needed.name !== job.name ? whenLeftOut(needed) : undefined;
			if (when === undefined || !needed || hasSameChoice(job, needed)) continue;
			const message = `job "${job.name}" needs "${need.job}", which its rules may leave out: ${when}`;
			problems.warn('NEEDS_MAYBE_LEFT_OUT', message, placesOf(root, job)(need), 'make the need optional: true');
		}
	}
}

/** In which case a job is not part of the pipeline; undefined when it always is. */
function whenLeftOut({rules, only, except}: JobDefinition): string | undefined {
	if (rules) {
		for (const rule of rules) {
			if (rule.when === 'never') return inWords(rule);
			if (isUnconditional(rule)) return undefined;
		}

		return rules.length === 0 ? undefined : 'when none of them matches';
	}

	if (only) return 'when its "only" does not match';
	return except ? 'when its "except" matches' : undefined;
}

function inWords(rule: RuleDefinition): string {
	if (rule.if !== undefined) return `when ${rule.if}`;
	if (rule.changes) return 'when certain files changed';
	return rule.exists ? 'when certain files exist' : 'when none of the rules before "when: never" matches';
}

function isUnconditional(rule: RuleDefinition): boolean {
	return rule.if === undefined && rule.changes === undefined && rule.exists === undefined;
}

/** Jobs with the same rules are in and out together. */
function hasSameChoice(job: JobDefinition, needed: JobDefinition): boolean {
	return choiceOf(job) === choiceOf(needed);
}

function choiceOf({rules, only, except}: JobDefinition): string {
	const conditions = rules?.map(rule => [rule.if, rule.changes, rule.exists, rule.when === 'never']);
	return JSON.stringify([conditions, policyOf(only), policyOf(except)]);
}

function policyOf(policy: JobDefinition['only']): unknown {
	return policy && [policy.refs, policy.variables, policy.changes, policy.kubernetes];
}
