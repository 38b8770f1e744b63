import type {FailureKind, RetryPolicy} from '../../model/plan.js';
import {expected, integer, object, oneOf, oneOrMore, type Shape} from '../shape.js';
import {exitCodes} from './allow-failure.js';

const max = integer(0, 2);

/** Reasons for which GitLab fails a job that never got as far as here. */
const onlyOnGitLab = [
	'bridge_pipeline_is_child_pipeline',
	'builds_disabled',
	'ci_quota_exceeded',
	'deployment_rejected',
	'downstream_bridge_project_not_found',
	'downstream_pipeline_creation_failed',
	'environment_creation_failure',
	'failed_outdated_deployment_job',
	'forward_deployment_failure',
	'insufficient_bridge_permissions',
	'insufficient_upstream_permissions',
	'invalid_bridge_trigger',
	'ip_restriction_failure',
	'missing_dependency_failure',
	'no_matching_runner',
	'pipeline_loop_detected',
	'project_deleted',
	'protected_environment_failure',
	'reached_downstream_pipeline_trigger_rate_limit',
	'reached_max_descendant_pipelines_depth',
	'reached_max_pipeline_hierarchy_size',
	'runner_provisioning_timeout',
	'secrets_provider_not_found',
	'trace_size_exceeded',
	'upstream_bridge_project_not_found',
	'user_blocked',
] as const;
type OnlyOnGitLab = (typeof onlyOnGitLab)[number];

const knownHere = oneOf(
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

const failureKind: Shape<FailureKind | OnlyOnGitLab> = (node, reading) => {
	const other = onlyOnGitLab.find(kind => node.kind === 'scalar' && node.text === kind);
	return other ?? knownHere(node, reading);
};

const keys = object('retry', {max, when: oneOrMore(failureKind), exit_codes: exitCodes});

/** `retry`: a number, or a map with `max`, `when` and `exit_codes` (GitLab's reference, "retry"). */
export const retry: Shape<RetryPolicy> = (node, reading) => {
	if (node.kind === 'map') {
		const found = keys(node, reading);
		if (!found) return undefined;
		const kinds = (found.when ?? []).filter(isKnownHere);
		// Without `when` any failure counts, unless exit codes say which.
		const anyFailure = found.when === undefined && found.exit_codes === undefined;
		return {max: found.max ?? 2, when: anyFailure ? ['always'] : kinds, exitCodes: found.exit_codes ?? []};
	}

	if (node.kind === 'list') return expected('a number from 0 to 2 or a map', node, reading);
	const count = max(node, reading);
	return count === undefined ? undefined : {max: count, when: ['always'], exitCodes: []};
};

function isKnownHere(kind: FailureKind | OnlyOnGitLab): kind is FailureKind {
	return !onlyOnGitLab.some(other => other === kind);
}
