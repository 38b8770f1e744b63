import type {Artifacts} from '../../model/plan.js';
import {bool, type Found, listOf, object, oneOf, oneOrMore, type Reading, type Shape, text} from '../shape.js';
import type {ConfigNode} from '../yaml/node.js';
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

/** The name artifacts have in a merge request. */
const exposedName: Shape<string> = (node, reading) => {
	const name = text(node, reading);
	if (name === undefined || (/^\w[-\w ]*$/.test(name) && name.length <= 100)) return name;
	const message = `"${reading.what}" may have letters, digits, "-", "_" and spaces, at most 100`;
	reading.problems.error('VALUE_WRONG', message, node.place);
	return undefined;
};

const keysOf = {
	name: text,
	untracked: bool,
	paths: listOf(text),
	exclude: listOf(text),
	reports: object('artifacts:reports', reportKeys),
	when: oneOf('on_success', 'on_failure', 'always'),
	expire_in: expiry,
	expose_as: exposedName,
	public: bool,
	access: oneOf('none', 'developer', 'maintainer', 'all'),
} as const;
const keys = object('artifacts', keysOf);

/** `artifacts` (GitLab's reference, "artifacts"). */
export const artifacts: Shape<Artifacts> = (node, reading) => {
	const found = keys(node, reading);
	if (!found) return undefined;
	checkExposed(found, node, reading);
	return {
		...(found.name !== undefined && {name: found.name}),
		paths: found.paths ?? [],
		exclude: found.exclude ?? [],
		untracked: found.untracked ?? false,
		when: found.when ?? 'on_success',
		reports: (found.reports ?? {}) as Readonly<Record<string, readonly string[]>>,
	};
};

/** What is exposed must be named exactly; and who may see artifacts is said in one way. */
function checkExposed(
	{expose_as, paths, access, ...found}: Found<typeof keysOf>,
	node: ConfigNode,
	reading: Reading,
): void {
	const {problems} = reading;
	const keyOf = (key: string) => (node.kind === 'map' ? node.entries.get(key)?.key : undefined) ?? node.place;
	if (access !== undefined && found.public !== undefined) {
		problems.error('KEYS_CONFLICT', '"artifacts" cannot have both "access" and "public"', keyOf('public'));
	}

	if (expose_as === undefined) return;
	if (paths === undefined || paths.length === 0) {
		problems.error('KEY_MISSING', '"artifacts:expose_as" needs "artifacts:paths"', keyOf('expose_as'));
	} else if (paths.some(path => path.includes('*'))) {
		problems.error('VALUE_WRONG', 'with "expose_as" the paths cannot have a "*"', keyOf('paths'));
	}
}
