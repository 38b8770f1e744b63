/** When one job's lines make room for another's. */
export interface Fairness {
	/** A job that keeps printing is not interrupted for so long, in ms. */
	readonly stay: number;
	/** A job that has printed nothing for so long does not keep printing, in ms. */
	readonly silence: number;
	/** More than so many characters are not held back, whoever prints. */
	readonly most: number;
}

const usual: Fairness = {stay: 5000, silence: 1000, most: 1024 * 1024};

interface Held {
	readonly lines: string[];
	size: number;
	/** Nothing more comes: its lines can be printed without staying. */
	ended: boolean;
}

/**
 * Puts the lines of jobs that print at once into an order that people can read: one job at a time, the others' lines held
 * back until it ends, falls silent or has had its time. No line is lost, and each job's stay in order.
 */
export class FairOrder {
	readonly #fairness: Fairness;
	/** In the order in which they began to wait. */
	readonly #held = new Map<string, Held>();
	#current: string | undefined;
	#since = 0;
	#lastLine = 0;

	constructor(fairness: Partial<Fairness> = {}) {
		this.#fairness = {...usual, ...fairness};
	}

	/** A line of a job at a time in ms; `ended` when it is its last one for now. Answers the lines to print. */
	add(job: string, line: string, at: number, ended = false): readonly string[] {
		if (this.#current === undefined) this.#turnTo(job, at);
		if (job !== this.#current) {
			this.#hold(job, line, ended);
			return (this.#held.get(job)?.size ?? 0) > this.#fairness.most ? this.#switchTo(job, at) : this.tick(at);
		}

		this.#lastLine = at;
		if (!ended) return [line, ...this.tick(at)];
		this.#current = undefined;
		return [line, ...this.#next(at)];
	}

	/** To be called now and then while lines are held back. */
	tick(at: number): readonly string[] {
		if (this.#held.size === 0) return [];
		const {stay, silence} = this.#fairness;
		return at - this.#since >= stay || at - this.#lastLine >= silence ? this.#next(at) : [];
	}

	/** Everything that is held back. */
	drain(): readonly string[] {
		this.#current = undefined;
		return [...this.#held.keys()].flatMap(job => this.#release(job));
	}

	/** What has ended goes out whole; then it is the turn of who has waited longest. */
	#next(at: number): readonly string[] {
		const ended = [...this.#held].filter(([, held]) => held.ended).flatMap(([job]) => this.#release(job));
		const [longest] = this.#held.keys();
		if (longest !== undefined) return [...ended, ...this.#switchTo(longest, at)];
		this.#since = at;
		return ended;
	}

	#switchTo(job: string, at: number): readonly string[] {
		this.#turnTo(job, at);
		return this.#release(job);
	}

	#turnTo(job: string, at: number): void {
		this.#current = job;
		this.#since = at;
		this.#lastLine = at;
	}

	#hold(job: string, line: string, ended: boolean): void {
		const held = this.#held.get(job) ?? {lines: [], size: 0, ended};
		held.lines.push(line);
		held.size += line.length;
		held.ended = ended;
		this.#held.set(job, held);
	}

	#release(job: string): readonly string[] {
		const lines = this.#held.get(job)?.lines ?? [];
		this.#held.delete(job);
		return lines;
	}
}
