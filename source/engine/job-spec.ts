import type {JobSpec} from '../executor/executor.js';
import {escapeTemplate, expandText, expandVariables} from '../model/expand-variables.js';
import {Expansion} from '../model/expansion.js';
import type {Artifacts, Image, PlannedJob} from '../model/plan.js';
import {expandCaches, expandServices} from './expand-beside.js';
import {reportsFile} from './findings/findings-reader.js';
import {type RuntimeFacts, runtimeVariables} from './runtime-variables.js';

export interface SpecFacts extends RuntimeFacts {
	/** The JobExecution's id. */
	readonly id: string;
	readonly graceMs: number;
	readonly artifactsIn: readonly string[];
	/** The tar file for its artifacts. */
	readonly artifactFile: string;
	/** Of the dotenv reports of the jobs whose artifacts it gets; templates, as the job's own are. */
	readonly dotenv?: Readonly<Record<string, string>>;
	/** Given when it was played. */
	readonly variables?: Readonly<Record<string, string>>;
}

/** An attempt as an executor runs it: everything that only the run knows filled in. */
export function jobSpec(job: PlannedJob, facts: SpecFacts): JobSpec {
	const given = Object.entries(facts.variables ?? {}).map(([name, value]) => [name, escapeTemplate(value)]);
	const dotenv = withoutNames(facts.dotenv ?? {}, job.givenVariables);
	const runtime = runtimeVariables(job, facts);
	const all = expandVariables({...withInherited(job, dotenv), ...Object.fromEntries(given)}, runtime);
	const [variables, files] = withoutFiles(all, job.fileVariables);
	const image = job.image && expandImage(job.image, variables);
	return {
		job: job.name,
		attempt: facts.attempt,
		id: facts.id,
		scripts: job.scripts,
		...(files === undefined ? {} : {files}),
		variables: image === undefined ? variables : {CI_JOB_IMAGE: image.name, ...variables},
		artifactsIn: facts.artifactsIn,
		graceMs: facts.graceMs,
		// `empty` differs only in what it does to files of an earlier job, and here is never any.
		emptyWorkspace: ['none', 'empty'].includes(variables['GIT_STRATEGY'] ?? ''),
		...(image === undefined ? {} : {image}),
		...(job.artifacts === undefined ? {} : {artifactsOut: artifactsOut(job.artifacts, variables, facts.artifactFile)}),
		...(job.caches === undefined ? {} : {caches: expandCaches(job.caches, variables)}),
		...(job.services === undefined ? {} : {services: expandServices(job.services, variables)}),
	};
}

/** The job's variables with those of dotenv reports among them: others of its variables may refer to these. */
function withInherited(
	{variables, unexpanded}: PlannedJob,
	dotenv: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
	const inherited = Object.entries(dotenv);
	if (inherited.length === 0) return variables;
	if (unexpanded === undefined) return {...variables, ...dotenv};
	const layers = new Map(unexpanded);
	for (const [name, value] of inherited) {
		const before = layers.get(name);
		layers.set(name, {value, expand: true, ...(before && {before})});
	}

	return new Expansion(layers).all();
}

/** Weaker than what the user gives, stronger than all that the file says ("CI/CD variable precedence"). */
function withoutNames(
	variables: Readonly<Record<string, string>>,
	names: readonly string[] = [],
): Readonly<Record<string, string>> {
	return Object.fromEntries(Object.entries(variables).filter(([name]) => !names.includes(name)));
}

/** What is to be a file is no variable of the environment: the executor makes the file, and a variable of its path. */
function withoutFiles(
	variables: Readonly<Record<string, string>>,
	names: readonly string[] = [],
): readonly [Readonly<Record<string, string>>, Readonly<Record<string, string>> | undefined] {
	if (names.length === 0) return [variables, undefined];
	const isFile = ([name]: readonly [string, string]): boolean => names.includes(name);
	const entries = Object.entries(variables);
	return [Object.fromEntries(entries.filter(entry => !isFile(entry))), Object.fromEntries(entries.filter(isFile))];
}

function expandImage(image: Image, variables: Readonly<Record<string, string>>): Image {
	const {name, user} = image;
	return {...image, name: expandText(name, variables), ...(user !== undefined && {user: expandText(user, variables)})};
}

function artifactsOut(
	artifacts: Artifacts,
	variables: Readonly<Record<string, string>>,
	file: string,
): NonNullable<JobSpec['artifactsOut']> {
	const hasReports = Object.keys(artifacts.reports).length > 0;
	return {
		artifacts: expandArtifacts(artifacts, variables),
		file,
		...(hasReports ? {reportsFile: reportsFile(file)} : {}),
	};
}

function expandArtifacts(artifacts: Artifacts, variables: Readonly<Record<string, string>>): Artifacts {
	const expand = (texts: readonly string[]): readonly string[] => texts.map(text => expandText(text, variables));
	const reports = Object.entries(artifacts.reports).map(([kind, paths]) => [kind, expand(paths)] as const);
	return {
		...artifacts,
		...(artifacts.name === undefined ? {} : {name: expandText(artifacts.name, variables)}),
		paths: expand(artifacts.paths),
		exclude: expand(artifacts.exclude),
		reports: Object.fromEntries(reports),
	};
}
