import type {JobDefinition, NeedDefinition, PipelineDefinition} from '../../model/definition.js';
import {didYouMean} from '../../model/nearest-name.js';
import {parallelJobs} from '../../model/parallel-names.js';
import type {Problems} from '../problems.js';
import {type ConfigNode, childOf, type MapNode} from '../yaml/node.js';
import type {Place} from '../yaml/source-file.js';
import {checkCycles} from './check-cycles.js';
import {checkLeftOut} from './check-left-out.js';
import {artifactJobsOf} from './check-trigger.js';

/** What a name in `needs` and `dependencies` may mean: a job, or one of the jobs its `parallel` makes. */
export type JobsByName = ReadonlyMap<string, JobDefinition>;

/** Checks what jobs say of each other: `needs` and `dependencies` that exist, not later, not in a circle. */
export function checkJobs(definition: PipelineDefinition, problems: Problems, root: MapNode): void {
	const jobs = jobsByName(definition.jobs);
	const stageOrder = new Map(definition.stages.map((stage, index) => [stage, index]));
	for (const job of definition.jobs) {
		const places = placesOf(root, job);
		const check = {job, jobs, stageOrder, problems};
		for (const needs of [job.needs, ...(job.rules ?? []).map(rule => rule.needs)]) {
			for (const need of needs ?? []) checkNeed({...check, need, place: () => places(need)});
			checkTwice(job, needs ?? [], problems, places);
		}

		checkDependencies(job, jobs, stageOrder, problems, places);
		checkStop(job, jobs, problems, places);
		if (job.trigger) checkArtifactJobs(job, jobs, stageOrder, problems, root);
	}

	checkCycles(definition.jobs, jobs, problems, root);
	checkLeftOut(definition.jobs, jobs, problems, root);
}

/** Finds the place of what a definition keeps as a position only: definitions are plain data. */
export type Places = (placed: {
	readonly position: {readonly file: string; readonly line: number; readonly column: number};
}) => Place;

export function placesOf(root: MapNode, job: JobDefinition): Places {
	const entry = root.entries.get(job.name);
	const fallback = entry?.key ?? root.place;
	let known: ReadonlyMap<string, Place> | undefined;
	return ({position}) => {
		known ??= entry ? indexPlaces(entry.value) : new Map();
		return known.get(`${position.file}:${position.line}:${position.column}`) ?? fallback;
	};
}

function indexPlaces(job: ConfigNode): ReadonlyMap<string, Place> {
	const places = new Map<string, Place>();
	const pending = ['needs', 'dependencies', 'rules', 'environment'].flatMap(key => childOf(job, key) ?? []);
	for (let node = pending.pop(); node; node = pending.pop()) {
		const {file, start, end} = node.place;
		const {line, column} = file.position(start, end);
		places.set(`${file.path}:${line}:${column}`, node.place);
		if (node.kind === 'list') pending.push(...node.items);
		else if (node.kind === 'map') pending.push(...Array.from(node.entries.values(), entry => entry.value));
	}

	return places;
}

interface NeedCheck {
	readonly job: JobDefinition;
	readonly need: NeedDefinition;
	/** Asked for only when there is something to tell. */
	readonly place: () => Place;
	readonly jobs: JobsByName;
	readonly stageOrder: ReadonlyMap<string, number>;
	readonly problems: Problems;
}

function checkNeed({job, need, place, jobs, stageOrder, problems}: NeedCheck): void {
	if (need.elsewhere !== undefined) return;
	const needed = jobs.get(need.job);
	if (!needed) {
		if (need.optional) return;
		const message = `job "${job.name}" needs "${need.job}", which does not exist`;
		problems.error('NEEDS_UNKNOWN', message, place(), hintFor(need.job, jobs));
	} else if (needed.name === job.name) {
		problems.error('NEEDS_CYCLE', `job "${job.name}" needs itself`, place());
	} else if ((stageOrder.get(needed.stage) ?? 0) > (stageOrder.get(job.stage) ?? 0)) {
		const message = `job "${job.name}" needs "${need.job}", which is in the later stage "${needed.stage}"`;
		problems.error('NEEDS_LATER_STAGE', message, place(), `move one of them: "${job.name}" is in "${job.stage}"`);
	}
}

/** A job that is needed twice is refused, unless each time other parts of its matrix are. */
function checkTwice(job: JobDefinition, needs: readonly NeedDefinition[], problems: Problems, places: Places): void {
	const seen = new Set<string>();
	for (const need of needs) {
		if (need.elsewhere !== undefined) continue;
		const key = need.matrix ? JSON.stringify([need.job, need.matrix]) : need.job;
		if (seen.has(key)) {
			const message = `job "${job.name}" needs "${need.job}" twice`;
			problems.error('NEEDS_TWICE', message, places(need), 'remove one of them');
		}

		seen.add(key);
	}
}

function checkDependencies(
	job: JobDefinition,
	jobs: JobsByName,
	stageOrder: ReadonlyMap<string, number>,
	problems: Problems,
	places: Places,
): void {
	for (const dependency of job.dependencies ?? []) {
		const source = jobs.get(dependency.name);
		const subject = `job "${job.name}" takes artifacts of "${dependency.name}"`;
		if (!source) {
			problems.error(
				'DEPENDENCY_UNKNOWN',
				`${subject}, which does not exist`,
				places(dependency),
				hintFor(dependency.name, jobs),
			);
		} else if (job.needs !== undefined && job.needs.length > 0) {
			if (job.needs.some(need => jobs.get(need.job) === source)) continue;
			problems.error(
				'DEPENDENCY_NOT_NEEDED',
				`${subject}, but does not need it`,
				places(dependency),
				'add it to "needs"',
			);
		} else if ((stageOrder.get(source.stage) ?? 0) > (stageOrder.get(job.stage) ?? 0)) {
			const message = `${subject}, which is in the later stage "${source.stage}"`;
			problems.error('DEPENDENCY_LATER_STAGE', message, places(dependency));
		}
	}
}

/** A child pipeline that a job makes: that job must be there, and not later. */
function checkArtifactJobs(
	job: JobDefinition,
	jobs: JobsByName,
	stageOrder: ReadonlyMap<string, number>,
	problems: Problems,
	root: MapNode,
): void {
	for (const {text, place} of artifactJobsOf(childOf(root, job.name))) {
		const source = jobs.get(text);
		const subject = `job "${job.name}" takes its pipeline from an artifact of "${text}"`;
		if (!source) problems.error('DEPENDENCY_UNKNOWN', `${subject}, which does not exist`, place, hintFor(text, jobs));
		else if ((stageOrder.get(source.stage) ?? 0) > (stageOrder.get(job.stage) ?? 0)) {
			problems.error('DEPENDENCY_LATER_STAGE', `${subject}, which is in the later stage "${source.stage}"`, place);
		}
	}
}

function checkStop({name, environment}: JobDefinition, jobs: JobsByName, problems: Problems, places: Places): void {
	const stop = environment?.onStop;
	if (!stop) return;
	const stopping = jobs.get(stop.name);
	if (!stopping) {
		const message = `job "${name}" is stopped by "${stop.name}", which does not exist`;
		problems.error('ENVIRONMENT_STOP_UNKNOWN', message, places(stop), hintFor(stop.name, jobs));
	} else if (stopping.environment && stopping.environment.name !== environment.name) {
		const message = `job "${name}" is stopped by "${stop.name}", which has another environment, "${stopping.environment.name}"`;
		problems.error('ENVIRONMENT_STOP_INVALID', message, places(stop));
	} else if (stopping.environment?.action !== 'stop') {
		const message = `job "${name}" is stopped by "${stop.name}", which has no environment with "action: stop"`;
		problems.error('ENVIRONMENT_STOP_INVALID', message, places(stop));
	}
}

function jobsByName(jobs: readonly JobDefinition[]): JobsByName {
	const names = new Map<string, JobDefinition>();
	for (const job of jobs) {
		for (const {name} of parallelJobs(job.name, job.parallel) ?? []) names.set(name, job);
	}

	for (const job of jobs) names.set(job.name, job);
	return names;
}

function hintFor(name: string, jobs: JobsByName): string | undefined {
	const suggestion = didYouMean(name, jobs.keys());
	if (suggestion === undefined) return undefined;
	const nearest = jobs.get(/"(.*)"/.exec(suggestion)?.[1] ?? '');
	return nearest ? suggestion.replace('?', ` (line ${nearest.position.line})?`) : suggestion;
}
