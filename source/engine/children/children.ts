import type {RunEvent} from '../../model/run-event.js';
import type {ChildRun} from '../../model/run-state.js';
import type {Lines, RunHandle} from '../run-handle.js';

interface Child {
	readonly job: string;
	readonly attempt: number;
	/** The trigger job waits for it, and stops it when it is stopped. */
	readonly depend: boolean;
	readonly handle: RunHandle;
}

/** The child pipelines of a run, in the order they were started. */
export class Children {
	readonly #list: Child[] = [];
	readonly #changed: () => void;
	readonly #tell: (event: RunEvent) => void;
	readonly #lines: () => Lines;
	#states: readonly ChildRun[] | undefined;

	/** `changed` is called after each change of a child's state, `tell` with what happens in it, of its logs as much as `lines` says. */
	constructor(changed: () => void, tell: (event: RunEvent) => void, lines: () => Lines) {
		this.#changed = changed;
		this.#tell = tell;
		this.#lines = lines;
	}

	/** It begins. */
	adopt(handle: RunHandle, job: string, attempt: number, depend: boolean): void {
		this.#list.push({job, attempt, depend, handle});
		handle.onEvent(event => {
			this.#tell({type: 'child-event', at: event.at, job, attempt, run: handle.run, event});
		}, this.#lines);
		handle.subscribe(() => this.#change());
		this.#change();
	}

	/** What readers see of them; undefined while there are none. */
	states(): readonly ChildRun[] | undefined {
		if (this.#list.length === 0) return undefined;
		this.#states ??= this.#list.map(({job, attempt, handle}) => ({
			job,
			attempt,
			run: handle.run,
			pipeline: handle.plan.pipeline.name,
			state: handle.getState(),
		}));
		return this.#states;
	}

	get(run: number): RunHandle | undefined {
		for (const {handle} of this.#list) {
			const found = handle.run === run ? handle : handle.childRun?.(run);
			if (found !== undefined) return found;
		}

		return undefined;
	}

	/** Cancels those that no trigger job waits for: all others are canceled by theirs. */
	cancelUnwatched(signal?: string): void {
		for (const {depend, handle} of this.#list) {
			if (!depend) handle.send({type: 'cancel-run', ...(signal === undefined ? {} : {signal})});
		}
	}

	/** Resolves when all of them have settled. */
	async settled(): Promise<void> {
		for (const {handle} of [...this.#list]) await handle.settled();
	}

	async close(): Promise<void> {
		for (const {handle} of this.#list) await handle.close();
	}

	#change(): void {
		this.#states = undefined;
		this.#changed();
	}
}
