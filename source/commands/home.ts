import path from 'node:path';
import type {RunHandle} from '../engine/run-handle.js';
import type {Store} from '../store/store.js';
import type {HomeSource, PlanView} from '../tui/home.js';
import type {Ports} from '../tui/ports.js';
import type {Adapters, Io} from './adapters.js';
import {describeProblems} from './check.js';
import {exitCodes} from './exit-code.js';
import {launch} from './launch.js';
import type {Options} from './options.js';
import {plan as printPlan} from './plan.js';
import {openProject, type Project} from './project.js';
import {openPastRun, type ScreenContext, screenPorts} from './screen-ports.js';
import {selectPlan} from './select-plan.js';
import {leaveScreen, screenOf} from './show.js';
import {cancelOnSignals} from './signals.js';
import {tidyUp} from './tidy-up.js';
import {watchFiles} from './watch-files.js';

/** `ci-tui` alone: the plan and past runs in the terminal UI, run with one key; without a terminal, the plan. */
export async function home(options: Options, adapters: Adapters, io: Io): Promise<number> {
	if (!io.interactive || options.json || options.ui === 'plain') {
		return printPlan([], options, adapters, io);
	}

	const first = await openProject(options, adapters);
	const store = await adapters.openStore(first.root);
	await tidyUp(store, first.root, adapters, io);
	const source = new Home(first, store, options, adapters, io);
	const {runTui} = await import('../tui/run-tui.js');
	try {
		const {run, reason, error} = await runTui({home: source, ...source.ports, ...screenOf(io)});
		if (run?.controllable) {
			return await leaveScreen(run, reason === 'crashed' ? error : undefined, io);
		}

		if (reason === 'crashed') {
			throw error;
		}

		return exitCodes.success;
	} finally {
		await source.close();
	}
}

/** The pipeline is read again for every look at the plan and every run, so that an edit is seen. */
class Home implements HomeSource {
	readonly title;
	readonly #closers: (() => Promise<void>)[] = [];
	#project: Project | undefined;
	#files: readonly string[];

	constructor(
		first: Project,
		private readonly store: Store,
		private readonly options: Options,
		private readonly adapters: Adapters,
		private readonly io: Io,
	) {
		const {folder, git} = first.context;
		this.#project = first;
		this.#files = filesOf(first);
		this.title = {project: folder, file: first.file, branch: git.branch, commit: git.commitHash};
	}

	async loadPlan(): Promise<PlanView> {
		const project = await this.#open();
		return project.plan === undefined
			? {kind: 'invalid', text: describeProblems(project, this.io)}
			: {kind: 'plan', plan: project.plan};
	}

	/** The files of the plan that was read last; those of clones and other projects do not change. */
	watch(listener: () => void): () => void {
		return watchFiles(this.#files, listener);
	}

	async listRuns() {
		return this.store.runs();
	}

	async start(jobs: readonly string[] = []): Promise<RunHandle> {
		const project = await this.#open();
		if (project.plan === undefined) {
			throw new Error('a pipeline with errors was started');
		}

		const run = await launch(selectPlan(project.plan, jobs), project, this.store, this.options, this.adapters);
		const letGo = cancelOnSignals(run);
		this.#closers.push(async () => {
			await run.close();
			letGo();
		});
		return run;
	}

	async openRun(number: number): Promise<RunHandle | undefined> {
		return openPastRun(number, this.#context);
	}

	get ports(): Ports {
		return screenPorts(this.#context);
	}

	async close(): Promise<void> {
		for (const close of this.#closers.toReversed()) {
			await close();
		}
	}

	get #context(): ScreenContext {
		const {store, adapters, options} = this;
		const plan = async () => (await this.#open()).plan;
		return {store, adapters, concurrency: options.concurrency, plan};
	}

	/** The project as it is now; the first time the one that was opened for the title. */
	async #open(): Promise<Project> {
		const project = this.#project ?? (await openProject(this.options, this.adapters));
		this.#project = undefined;
		this.#closers.push(() => project.workspace.close());
		this.#files = filesOf(project);
		return project;
	}
}

function filesOf({root, file, sources}: Project): readonly string[] {
	return [...new Set([file, ...sources.keys()])].map(name => path.join(root, name));
}
