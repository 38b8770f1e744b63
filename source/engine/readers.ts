import type {RunEvent} from '../model/run-event.js';
import {Listeners} from './listeners.js';
import type {Lines} from './run-handle.js';

/** How often a job's lines are told to readers that want a few, in ms. */
const fewMs = 100;

type Listener = (event: RunEvent) => void;

interface Reader {
	readonly listeners: Listeners<[RunEvent]>;
	lines(): Lines;
}

/** Those who read a run's events. To make an event of every line of a log is dear, and few of them want to have it. */
export class Readers {
	readonly #report: (error: unknown) => void;
	readonly #readers = new Set<Reader>();
	/** When a line of a job was last told to those who want a few, by job. */
	readonly #told = new Map<string, number>();

	constructor(report: (error: unknown) => void) {
		this.#report = report;
	}

	/** What the most curious of them wants. */
	get lines(): Lines {
		let most: Lines = 'none';
		for (const reader of this.#readers) {
			const lines = reader.lines();
			if (lines === 'all') return lines;
			if (lines === 'few') most = lines;
		}

		return most;
	}

	/** Answers a function that takes it away again. */
	add(listener: Listener, lines: Lines | (() => Lines)): () => void {
		const listeners = new Listeners<[RunEvent]>(this.#report);
		listeners.add(listener);
		const reader: Reader = {listeners, lines: () => (listeners.size === 0 ? 'none' : ask(lines))};
		this.#readers.add(reader);
		return () => this.#readers.delete(reader);
	}

	/** Whether anybody wants to hear of a line that this job prints now. */
	wantsLine(job: string, now: () => number): boolean {
		const {lines} = this;
		return lines === 'all' || (lines === 'few' && this.#isDue(job, now()));
	}

	/** Tells of a line that this job prints now, `at` in ms. */
	tellLine(job: string, at: number, event: RunEvent): void {
		const isDue = this.#isDue(job, at);
		if (isDue) this.#told.set(job, at);
		for (const {listeners, lines} of this.#readers) {
			const wanted = lines();
			if (wanted === 'all' || (wanted === 'few' && isDue)) listeners.tell(event);
		}
	}

	/** Tells of anything else; what happens in a child pipeline has been told to its own run's readers by their wishes. */
	tell(event: RunEvent): void {
		for (const {listeners} of this.#readers) listeners.tell(event);
	}

	#isDue(job: string, at: number): boolean {
		return at - (this.#told.get(job) ?? Number.NEGATIVE_INFINITY) >= fewMs;
	}
}

function ask(lines: Lines | (() => Lines)): Lines {
	return typeof lines === 'string' ? lines : lines();
}
