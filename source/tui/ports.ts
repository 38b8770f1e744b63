import type {RunHandle} from '../engine/run-handle.js';
import type {History} from './history/history.js';

/** What the screen can show or do only with help from outside. Without one of them its keys say why they do nothing. */
export interface Ports {
	/** Runs of the past: ETA, usual durations, flakiness, the History view. */
	readonly history?: History;
	/** How many jobs may run at once. */
	readonly slots?: number;
	/** What jobs left behind. */
	readonly artifacts?: ArtifactReader;
	/**
	 * A shell in the job's container, running or kept after it failed. The terminal is the shell's alone, in its usual mode,
	 * until the promise resolves; rejects with a CiError when there is no such container.
	 */
	readonly shell?: (run: RunHandle, job: string, attempt: number) => Promise<void>;
}

/** Reads the artifacts of attempts; rejects with a CiError when they cannot be read, and answers nothing when there are none. */
export interface ArtifactReader {
	/** In the order of their paths. */
	list(run: number, job: string, attempt: number): Promise<readonly ArtifactFile[]>;
}

export interface ArtifactFile {
	readonly path: string;
	/** In bytes. */
	readonly size: number;
}
