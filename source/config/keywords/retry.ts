import type {FailureKind, RetryPolicy} from '../../model/plan.js';
import {expected, integer, object, oneOf, oneOrMore, type Shape} from '../shape.js';
import {exitCodes} from './allow-failure.js';

const max = integer(0, 2);

const failureKind: Shape<FailureKind | 'runner_provisioning_timeout'> = oneOf(
	'always',
	'unknown_failure',
	'script_failure',
	'api_failure',
	'stuck_or_timeout_failure',
	'runner_system_failure',
	'runner_unsupported',
	'stale_schedule',
	'job_execution_timeout',
	'archived_failure',
	'unmet_prerequisites',
	'scheduler_failure',
	'data_integrity_failure',
	'runner_provisioning_timeout',
);

const keys = object('retry', {max, when: oneOrMore(failureKind), exit_codes: exitCodes});

/** `retry`: a number, or a map with `max`, `when` and `exit_codes` (GitLab's reference, "retry"). */
export const retry: Shape<RetryPolicy> = (node, reading) => {
	if (node.kind === 'map') {
		const found = keys(node, reading);
		if (!found) return undefined;
		const kinds = (found.when ?? []).filter(kind => kind !== 'runner_provisioning_timeout');
		// Without `when` any failure counts, unless exit codes say which.
		const anyFailure = found.when === undefined && found.exit_codes === undefined;
		return {max: found.max ?? 2, when: anyFailure ? ['always'] : kinds, exitCodes: found.exit_codes ?? []};
	}

	if (node.kind === 'list') return expected('a number from 0 to 2 or a map', node, reading);
	const count = max(node, reading);
	return count === undefined ? undefined : {max: count, when: ['always'], exitCodes: []};
};
