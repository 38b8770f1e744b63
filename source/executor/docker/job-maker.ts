import {CiError} from '../../errors.js';
import type {Image} from '../../model/plan.js';
import type {JobSink, JobSpec, RunSpec} from '../executor.js';
import {placeVariables} from '../place-variables.js';
import type {DockerOptions} from './docker-executor.js';
import type {Engine} from './engine.js';
import {Images} from './images.js';
import {type FoundService, JobServices} from './job-services.js';
import {jobLabels, type Labels} from './labels.js';
import {PreparedJob} from './prepared-job.js';
import type {Removal} from './removal.js';
import {Sandboxes} from './sandboxes.js';
import {buildsDir, type JobFiles, Snapshot} from './snapshot.js';
import {StartLimit} from './start-limit.js';

export interface JobMakerSpec {
	readonly engine: Engine;
	readonly run: RunSpec;
	readonly labels: Labels;
	readonly options: DockerOptions;
	readonly removal: Removal;
	readonly projectPath: string;
}

/** Who is told what goes on while a job is made. */
export type Tell = Pick<JobSink, 'notice' | 'progress'>;

/**
 * What a job is made for: to run later, when these attempts have ended, until it is needed; to run now; or to run now apart from all
 * others.
 */
export type Occasion =
	| {readonly kind: 'ahead'; readonly after: readonly string[]; readonly needed: AbortSignal}
	| {readonly kind: 'now'}
	| {readonly kind: 'alone'};

/** Makes the containers of a run's jobs: gets their images, gives each its files, and puts its services beside it. */
export class JobMaker {
	readonly projectDir: string;
	readonly #spec: JobMakerSpec;
	readonly #images: Images;
	readonly #snapshot: Snapshot;
	readonly #sandboxes: Sandboxes;
	readonly #starts = new StartLimit();
	#networks = 0;

	constructor(spec: JobMakerSpec) {
		const {engine, run, labels, options, removal, projectPath} = spec;
		this.projectDir = `${buildsDir}/${projectPath}`;
		this.#spec = spec;
		this.#images = new Images(engine.docker);
		this.#sandboxes = new Sandboxes({
			docker: engine.docker,
			removal,
			labels,
			jobs: run.jobs ?? 0,
			concurrency: run.concurrency,
		});
		this.#snapshot = new Snapshot({
			docker: engine.docker,
			workspace: run.workspace,
			projectPath,
			name: `ci-tui-${run.runId}`,
			labels,
			removal,
			overlay: options.overlay ?? true,
		});
	}

	/** The job's environment, with the place of the project. */
	variables(job: JobSpec): Readonly<Record<string, string>> {
		return placeVariables(job.variables, {projectDir: this.projectDir, buildsDir});
	}

	/** Gets the images alone: services do not run before their job does. Rejects as `make` does. */
	async fetch(job: JobSpec, signal: AbortSignal): Promise<void> {
		const images = [this.#imageOf(job), ...(job.services ?? []).map(({image}) => image)];
		await Promise.all(images.map(async image => await this.#images.ensure(image, () => {}, signal)));
	}

	/**
	 * A started container; the services are on their way then. Rejects with a CiError, having removed what it made.
	 */
	async make(job: JobSpec, tell: Tell, signal: AbortSignal, occasion: Occasion): Promise<PreparedJob> {
		const {engine, removal, labels: runLabels, run, options} = this.#spec;
		const {docker} = engine;
		const {services = []} = job;
		const image = this.#imageOf(job);
		const wanted = [image, ...services.map(service => service.image)];
		const [first, ...ensured] = wanted.map(
			async one => await this.#images.ensure(one, (text, fraction) => tell.progress(text, fraction), signal),
		);
		const own = job.image === undefined ? first?.catch(tellOfDefault) : first;
		const [facts, ...serviceFacts] = await Promise.all([own, ...ensured]);
		signal.throwIfAborted();
		if (facts === undefined) {
			throw new Error('a job has an image');
		}

		for (const warning of new Set([facts, ...serviceFacts].flatMap(({warnings}) => warnings))) {
			tell.notice(warning, 'warning');
		}

		const labels = jobLabels(runLabels, job.job, job.attempt);
		const variables = this.variables(job);
		const isAlone = occasion.kind === 'alone' || services.length > 0;
		const after = occasion.kind === 'ahead' ? occasion.after : [];
		if (!isAlone && after.length === 0 && !this.#snapshot.isReady) {
			this.#sandboxes.warm(facts.id);
		}

		const files = await this.#snapshot.filesFor(facts.id, job.emptyWorkspace, labels);
		const found = services.map((service, index) => ({service, imageId: serviceFacts[index]?.id ?? service.image.name}));
		const beside = found.length === 0 ? undefined : await this.#openServices(job, found, files, facts.id, tell);
		const guest = {id: job.id, after, image: facts.id};
		if (occasion.kind === 'ahead' && !isAlone) {
			await this.#sandboxes.room(guest, occasion.needed);
		}

		return await this.#starts.run(async () => {
			const stay = isAlone ? undefined : await this.#sandboxes.join(guest);
			const prepared = await PreparedJob.create({
				docker,
				removal,
				image,
				facts,
				files,
				services: beside,
				stay,
				labels,
				projectDir: this.projectDir,
				workspaceFiles: run.workspace.files,
				variables,
				masked: run.masked ?? [],
				memory: options.memory,
				signal,
			});
			await prepared.start();
			return prepared;
		}, occasion.kind !== 'ahead');
	}

	/** Ends the pulls that nobody waits for any more. */
	stop(): void {
		this.#images.close();
	}

	/** Removes what all jobs had in common, once those whose removal has been started are gone. */
	async close(): Promise<void> {
		const {removal} = this.#spec;
		this.#sandboxes.close();
		await removal.close();
		await this.#snapshot.close();
		await removal.close();
	}

	async #openServices(
		job: JobSpec,
		services: readonly FoundService[],
		files: JobFiles,
		shellImage: string,
		tell: Tell,
	): Promise<JobServices> {
		const {engine, removal, labels: runLabels, run} = this.#spec;
		try {
			const spec = {
				docker: engine.docker,
				removal,
				services,
				labels: jobLabels(runLabels, job.job, job.attempt),
				variables: this.variables(job),
				volume: files.volume,
				shellImage,
				notice: tell.notice.bind(tell),
			};
			return await JobServices.open(spec, `ci-tui-${run.runId}-network-${this.#networks++}`);
		} catch (error) {
			void removal.start(async () => await removal.attempt(async () => await files.remove()));
			throw error;
		}
	}

	#imageOf(job: JobSpec): Image {
		return job.image ?? {name: this.#spec.run.defaultImage};
	}
}

/** Nobody has written the image's name: where it comes from is the way out. */
function tellOfDefault(error: unknown): never {
	if (!(error instanceof CiError)) {
		throw error;
	}

	const {code, message, detail, exitCode} = error;
	const hint = 'The job names no image, so it gets the default one: name another with --default-image.';
	throw new CiError(code, message, {hint, detail, exitCode, cause: error});
}
