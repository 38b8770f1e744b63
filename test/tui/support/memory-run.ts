import type {Command, RunHandle} from '../../../source/engine/run-handle.js';
import type {TestReport} from '../../../source/model/findings.js';
import type {Plan} from '../../../source/model/plan.js';
import type {RunEvent} from '../../../source/model/run-event.js';
import type {JobState, RunState} from '../../../source/model/run-state.js';
import {aPlannedJob} from './a-run.js';
import {MemoryLog} from './memory-log.js';

/** A run that a test moves by hand: its state is what was set last, its commands are kept to be looked at. */
export class MemoryRun implements RunHandle {
	readonly run: number;
	readonly plan: Plan;
	readonly controllable: boolean;
	readonly executor = {name: 'docker'};
	readonly sent: Command[] = [];
	readonly logs = new Map<string, MemoryLog>();
	/** By job. */
	readonly reports = new Map<string, TestReport>();
	progress: ReturnType<RunHandle['progressOf']>;
	#state: RunState;
	readonly #listeners = new Set<() => void>();
	readonly #readers = new Set<(event: RunEvent) => void>();

	constructor(state: RunState, options: {readonly controllable?: boolean; readonly plan?: Partial<Plan>} = {}) {
		this.run = state.run;
		this.#state = state;
		this.controllable = options.controllable ?? true;
		this.plan = {...planOf(state), ...options.plan};
	}

	set(state: RunState): void {
		this.#state = state;
		for (const listener of this.#listeners) {
			listener();
		}
	}

	log(job: string, attempt = 1): MemoryLog {
		const key = `${job}.${attempt}`;
		const log = this.logs.get(key) ?? new MemoryLog();
		this.logs.set(key, log);
		return log;
	}

	getState(): RunState {
		return this.#state;
	}

	subscribe(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	onEvent(listener: (event: RunEvent) => void): () => void {
		this.#readers.add(listener);
		return () => this.#readers.delete(listener);
	}

	emit(event: RunEvent): void {
		for (const reader of this.#readers) {
			reader(event);
		}
	}

	send(command: Command): void {
		this.sent.push(command);
	}

	openLog(job: string, attempt: number) {
		return this.log(job, attempt).reader();
	}

	logFile(job: string, attempt: number): string {
		return `.ci-tui/runs/${this.run}/${job.replaceAll(/[^\w-]/g, '-')}.${attempt}.log`;
	}

	async testsOf(job: string): Promise<TestReport | undefined> {
		return this.reports.get(job);
	}

	progressOf(_job: string): ReturnType<RunHandle['progressOf']> {
		return this.progress;
	}

	async settled(): Promise<RunState> {
		return this.#state;
	}

	async close(): Promise<void> {}
}

function planOf(state: RunState): Plan {
	return {
		pipeline: {
			name: 'api-service',
			repoUrl: '.',
			branch: 'main',
			commitHash: '3f2c1a9'.padEnd(40, '0'),
			file: '.gitlab-ci.yml',
		},
		stages: state.stages.map(({name}, order) => ({name, order})),
		jobs: [...state.jobs.values()].map(({name, stage}: JobState) => aPlannedJob(name, {stage})),
		leftOut: [],
		masked: [],
		warnings: [],
	};
}
