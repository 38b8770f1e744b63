import type {JobSpec, Session} from '../executor/executor.js';
import {endsBefore} from '../scheduler/ends-before.js';
import {nextAttempt, type State} from '../scheduler/state.js';
import {upcoming} from '../scheduler/upcoming.js';

/** How many jobs are prepared beyond those that run: enough to hide a container's start, few enough to cost nothing. */
export const jobsAhead = 2;

export interface AheadOptions {
	readonly session: Session;
	/** What the attempt will be asked to run, without the artifacts it gets; undefined for one that the session does not run. */
	specOf(job: string, attempt: number): JobSpec | undefined;
	/** Jobs that run. */
	running(): Iterable<string>;
	/** The id of the attempt of a job that runs. */
	runningId(job: string): string | undefined;
}

/** Has the session prepare the jobs that will probably start next, and forget those that will not after all. */
export class Ahead {
	readonly #options: AheadOptions;
	/** Specs of what is prepared, by job. */
	readonly #prepared = new Map<string, JobSpec>();

	constructor(options: AheadOptions) {
		this.#options = options;
	}

	/** The job starts: what was prepared is used for it. */
	used(job: string): void {
		this.#prepared.delete(job);
	}

	look(state: State): void {
		const {session, running, specOf} = this.#options;
		if (session.prepare === undefined) return;
		const names = upcoming(state, running(), jobsAhead);
		for (const [job, spec] of this.#prepared) {
			if (names.includes(job)) continue;
			this.#prepared.delete(job);
			session.forget?.(spec);
		}

		for (const job of names) {
			const jobState = state.run.jobs.get(job);
			if (jobState === undefined || this.#prepared.has(job)) continue;
			const spec = specOf(job, nextAttempt(jobState));
			if (spec === undefined) continue;
			const after = this.#idsBefore(state, job);
			this.#prepared.set(job, spec);
			session.prepare(spec, after);
		}
	}

	/** What runs, or is prepared, and ends before this job begins. */
	#idsBefore(state: State, job: string): readonly string[] {
		const {running, runningId} = this.#options;
		const names = endsBefore(state, job, [...running(), ...this.#prepared.keys()]);
		return names.flatMap(name => runningId(name) ?? this.#prepared.get(name)?.id ?? []);
	}
}
