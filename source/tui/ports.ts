import type {RunHandle} from '../engine/run-handle.js';
import type {History} from './history/history.js';
import type {Link} from './problems/link.js';

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

/** Reads the artifacts of attempts; both reject with a CiError when they cannot be read, and answer nothing when there are none. */
export interface ArtifactReader {
	/** In the order of their paths. */
	list(run: number, job: string, attempt: number): Promise<readonly ArtifactFile[]>;
	/** The test cases of its `reports:junit`, in the order of the report. */
	tests(run: number, job: string, attempt: number): Promise<readonly TestCase[]>;
}

export interface ArtifactFile {
	readonly path: string;
	/** In bytes. */
	readonly size: number;
}

export interface TestCase {
	/** The suite or class it belongs to. */
	readonly suite: string;
	readonly name: string;
	readonly result: 'passed' | 'failed' | 'skipped';
	readonly ms?: number;
	/** What the report says of a failure, with line breaks. */
	readonly message?: string;
	readonly place?: Link;
}
