import type {Artifacts} from '../../model/plan.js';
import {anything, bool, listOf, object, oneOf, oneOrMore, type Shape, text} from '../shape.js';
import {duration} from './duration.js';

const reportKinds = [
	'accessibility',
	'annotations',
	'api_fuzzing',
	'browser_performance',
	'cluster_applications',
	'cluster_image_scanning',
	'cobertura',
	'codequality',
	'container_scanning',
	'coverage_fuzzing',
	'cyclonedx',
	'dast',
	'dependency_scanning',
	'dotenv',
	'junit',
	'license_management',
	'license_scanning',
	'load_performance',
	'lsif',
	'metrics',
	'performance',
	'repository_xray',
	'requirements',
	'requirements_v2',
	'sarif',
	'sast',
	'secret_detection',
	'terraform',
] as const;

const files = oneOrMore(text);
const coverageReport = object('coverage_report', {coverage_format: oneOf('cobertura', 'jacoco'), path: text});
const reportKeys: Readonly<Record<string, Shape<readonly string[]>>> = {
	...Object.fromEntries(reportKinds.map(kind => [kind, files])),
	coverage_report: (node, reading) => {
		const path = coverageReport(node, reading)?.path;
		return path === undefined ? undefined : [path];
	},
};

const expiry: Shape<string> = (node, reading) => {
	if (node.kind === 'scalar' && node.value === 'never') return 'never';
	return node.kind === 'scalar' && duration()(node, reading) !== undefined ? node.text : undefined;
};

const keys = object('artifacts', {
	name: text,
	untracked: bool,
	paths: listOf(text),
	exclude: listOf(text),
	reports: object('artifacts:reports', reportKeys),
	when: oneOf('on_success', 'on_failure', 'always'),
	expire_in: expiry,
	expose_as: text,
	public: bool,
	access: oneOf('none', 'developer', 'maintainer', 'all'),
	// For `pages` only.
	publish: anything,
});

/** `artifacts` (GitLab's reference, "artifacts"). */
export const artifacts: Shape<Artifacts> = (node, reading) => {
	const found = keys(node, reading);
	if (!found) return undefined;
	return {
		...(found.name !== undefined && {name: found.name}),
		paths: found.paths ?? [],
		exclude: found.exclude ?? [],
		untracked: found.untracked ?? false,
		when: found.when ?? 'on_success',
		reports: (found.reports ?? {}) as Readonly<Record<string, readonly string[]>>,
	};
};
