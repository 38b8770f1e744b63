import type {Diagnostic} from '../errors.js';
import type {MatrixRow, NeedDefinition, PipelineDefinition} from '../model/definition.js';
import {didYouMean} from '../model/nearest-name.js';
import {combinationsOf, matrixName} from '../model/parallel-names.js';
import type {LeftOutJob, PlannedNeed} from '../model/plan.js';
import type {ChosenJob} from './choose-jobs.js';

/** A chosen job with what it waits for and whose artifacts it gets. */
export interface WiredJob extends Omit<ChosenJob, 'needs'> {
	readonly needs: readonly PlannedNeed[] | undefined;
	readonly artifactsFrom: readonly string[];
	/** Of an upstream pipeline, by its id. */
	readonly upstream: readonly {readonly pipeline: string; readonly job: string}[];
	/** A job whose artifacts it gets has a dotenv report. */
	readonly mayGetVariables: boolean;
}

/** Turns the names in `needs` and `dependencies` into jobs of the plan; a need that is left out is an error. */
export function resolveNeeds(
	jobs: readonly ChosenJob[],
	leftOut: readonly LeftOutJob[],
	definition: PipelineDefinition,
	errors: Diagnostic[],
): readonly WiredJob[] {
	const names = namesOf(jobs);
	const absent = new Map(leftOut.map(job => [job.name, job]));
	for (const candidate of definition.jobs) {
		const reason = leftOut.find(job => job.position === candidate.position);
		if (reason && !names.has(candidate.name) && !absent.has(candidate.name)) absent.set(candidate.name, reason);
	}

	const earlier = earlierProducers(jobs, definition);
	const givesVariables = variableGivers(jobs);
	return jobs.map(job => {
		const needs = job.needs && needsOf(job, job.needs, names, absent, errors);
		const artifactsFrom = artifactsOf(job, needs, names, earlier);
		const upstream = (job.needs ?? []).flatMap(({pipeline, job: name}) =>
			pipeline === undefined || name === '' ? [] : [{pipeline, job: name}],
		);
		return {...job, needs, upstream, artifactsFrom, mayGetVariables: givesVariables(artifactsFrom)};
	});
}

type Names = ReadonlyMap<string, readonly string[]>;

/** Every job's own name, and the name of a parallel job for all that come of it. */
function namesOf(jobs: readonly ChosenJob[]): Names {
	const names = new Map<string, string[]>();
	for (const {name, definition} of jobs) {
		if (definition.name === name) continue;
		const all = names.get(definition.name);
		if (all) all.push(name);
		else names.set(definition.name, [name]);
	}

	for (const {name} of jobs) names.set(name, [name]);
	return names;
}

function needsOf(
	job: ChosenJob,
	needs: readonly NeedDefinition[],
	names: Names,
	absent: ReadonlyMap<string, LeftOutJob>,
	errors: Diagnostic[],
): readonly PlannedNeed[] {
	const found = new Map<string, PlannedNeed>();
	for (const need of needs) {
		if (need.elsewhere !== undefined) continue;
		const wanted = need.matrix
			? need.matrix.flatMap(row => combinationsOf(fillMatrix(row, job)).map(values => matrixName(need.job, values)))
			: [need.job];
		for (const name of wanted) {
			const planned = names.get(name);
			if (!planned && !need.optional) errors.push(missing(job, name, need, names, absent));
			for (const other of planned ?? []) found.set(other, {job: other, artifacts: need.artifacts});
		}
	}

	if (found.size > maxNeeds) errors.push(tooMany(job, found.size));
	return [...found.values()];
}

/** GitLab's limit, with every job of a matrix counted. */
const maxNeeds = 50;

function tooMany({name, needs, definition}: ChosenJob, count: number): Diagnostic {
	return {
		severity: 'error',
		code: 'NEEDS_TOO_MANY',
		message: `job "${name}" needs ${count} jobs; GitLab allows ${maxNeeds}`,
		hint: 'leave it out to wait for all earlier stages',
		position: needs?.[0]?.position ?? definition.position,
	};
}

/** `$[[ matrix.NAME ]]` in a need is the value of the job's own matrix. */
function fillMatrix(row: MatrixRow, {part}: ChosenJob): MatrixRow {
	const fill = (value: string) =>
		value.replaceAll(/\$\[\[\s*matrix\.(\w+)\s*\]\]/g, (whole, name: string) => part?.variables[name] ?? whole);
	return row.map(([variable, values]) => [variable, values.map(fill)] as const);
}

function missing(
	job: ChosenJob,
	name: string,
	need: NeedDefinition,
	names: Names,
	absent: ReadonlyMap<string, LeftOutJob>,
): Diagnostic {
	const out = absent.get(name) ?? absent.get(need.job);
	const unknown = didYouMean(name, names.keys());
	const hint = out ? 'make the need optional: true, or give both jobs the same rules' : unknown;
	return {
		severity: 'error',
		code: out ? 'NEEDS_LEFT_OUT' : 'NEEDS_UNKNOWN',
		message: out
			? `job "${job.name}" needs "${name}", which is not in this pipeline: ${out.reason}`
			: `job "${job.name}" needs "${name}", which does not exist`,
		...(hint !== undefined && {hint}),
		position: need.position,
	};
}

/** For each stage, the jobs of earlier stages that leave artifacts; one list a stage, shared by its jobs. */
function earlierProducers(jobs: readonly ChosenJob[], definition: PipelineDefinition): Names {
	const byStage = new Map<string, string[]>();
	for (const {name, definition: job} of jobs) {
		if (!job.artifacts) continue;
		const producers = byStage.get(job.stage);
		if (producers) producers.push(name);
		else byStage.set(job.stage, [name]);
	}

	const earlier = new Map<string, readonly string[]>();
	let before: readonly string[] = [];
	for (const stage of definition.stages) {
		earlier.set(stage, before);
		const own = byStage.get(stage);
		if (own) before = [...before, ...own];
	}

	return earlier;
}

/** Tells whether one of these jobs has a dotenv report; lists that jobs share are looked through once. */
function variableGivers(jobs: readonly ChosenJob[]): (names: readonly string[]) => boolean {
	const giving = new Set(jobs.filter(job => job.definition.artifacts?.reports['dotenv']).map(({name}) => name));
	const known = new Map<readonly string[], boolean>();
	return names => {
		if (giving.size === 0) return false;
		const answer = known.get(names) ?? names.some(name => giving.has(name));
		known.set(names, answer);
		return answer;
	};
}

function artifactsOf(
	{definition}: ChosenJob,
	needs: readonly PlannedNeed[] | undefined,
	names: Names,
	earlier: Names,
): readonly string[] {
	const {dependencies, stage} = definition;
	const wanted = dependencies && new Set(dependencies.flatMap(dependency => names.get(dependency.name) ?? []));
	if (needs) {
		const giving = needs.filter(need => need.artifacts).map(need => need.job);
		return wanted && wanted.size > 0
			? giving.filter(name => wanted.has(name))
			: dependencies?.length === 0
				? []
				: giving;
	}

	return wanted ? [...wanted] : (earlier.get(stage) ?? []);
}
