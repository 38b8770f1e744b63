import type Docker from 'dockerode';
import {CiError} from '../../errors.js';
import type {JobSpec} from '../executor.js';
import type {ShellTerminal} from '../shell-terminal.js';
import {openContainerShell} from './container-shell.js';
import type {JobContainer} from './job-container.js';

/** The place of an attempt, from when its script starts. */
export interface OpenPlace {
	readonly job: JobSpec;
	readonly container: Docker.Container;
	readonly place: JobContainer;
	readonly variables: Readonly<Record<string, string>>;
	/** Lets go of the container and removes it, in the background. */
	remove(): Promise<void>;
}

/** Who has not looked by then will not: a container holds memory of the machine. */
const keptMs = 30 * 60_000;
const mostKept = 10;

/** Where attempts run, and where those that failed have ended, for a shell to look into. */
export class OpenPlaces {
	/** By the JobExecution's id, oldest first. */
	readonly #running = new Map<string, OpenPlace>();
	readonly #kept = new Map<string, {readonly open: OpenPlace; readonly timer: NodeJS.Timeout}>();
	#isClosed = false;

	enter(open: OpenPlace): void {
		this.#running.set(open.job.id, open);
	}

	/** The attempt has ended: its place is kept, as long as its container lives, or is the caller's to remove. Answers whether it is kept. */
	leave({id}: Pick<JobSpec, 'id'>, isWanted: boolean): boolean {
		const open = this.#running.get(id);
		this.#running.delete(id);
		if (open === undefined || !isWanted || this.#isClosed || !open.place.isOpen) {
			return false;
		}

		const timer = setTimeout(() => this.#drop(id), keptMs);
		timer.unref();
		this.#kept.set(id, {open, timer});
		const [oldest] = this.#kept.keys();
		if (oldest !== undefined && this.#kept.size > mostKept) {
			this.#drop(oldest);
		}

		return true;
	}

	has(job: string, attempt: number): boolean {
		return this.#find(job, attempt) !== undefined;
	}

	/** Rejects with a CiError (`SHELL_GONE`) when there is no such place any more. */
	async openShell(job: string, attempt: number, terminal: ShellTerminal): Promise<number> {
		const open = this.#find(job, attempt);
		if (open === undefined) {
			throw new CiError('SHELL_GONE', `the container of job "${job}", attempt ${attempt}, is gone.`, {
				hint: `A fresh one with the job's image and files: ci-tui shell ${JSON.stringify(job)}`,
			});
		}

		return await openContainerShell(open, terminal);
	}

	/** Resolves when what was kept is removed. */
	async close(): Promise<void> {
		this.#isClosed = true;
		await Promise.all([...this.#kept.keys()].map(id => this.#drop(id)));
	}

	#find(job: string, attempt: number): OpenPlace | undefined {
		const all = [...this.#running.values(), ...[...this.#kept.values()].map(({open}) => open)];
		return all.find(open => open.job.job === job && open.job.attempt === attempt && open.place.isOpen);
	}

	async #drop(id: string): Promise<void> {
		const kept = this.#kept.get(id);
		this.#kept.delete(id);
		clearTimeout(kept?.timer);
		await kept?.open.remove();
	}
}
