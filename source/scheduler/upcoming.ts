import {type Graph, at as itemAt} from './graph.js';
import {withoutSmallest} from './heap.js';
import type {State} from './state.js';

/**
 * Jobs that will probably start next, at most `count`, the most probable first: those that wait for a slot, then those
 * that wait only for jobs that run or are named before them, if all goes well. `running` names the jobs that run; the work
 * is in proportion to what waits for these. A guess: nothing may depend on its being right.
 */
export function upcoming(state: State, running: Iterable<string>, count: number): readonly string[] {
	if (!state.started || state.canceled !== undefined || state.run.held) return [];
	const guess = new Guess(state, count);
	for (const name of running) guess.assume(state.graph.numbers.get(name));
	guess.addQueued();
	guess.addWaiting();
	return guess.names;
}

/** Takes jobs to have passed, one after the other, and sees what that lets go. */
class Guess {
	readonly #state: State;
	readonly #graph: Graph;
	readonly #count: number;
	/** Jobs that run or are guessed to, in order. */
	readonly #assumed = new Set<number>();
	readonly #assumedIn = new Map<number, number>();
	readonly #chosen: number[] = [];

	constructor(state: State, count: number) {
		this.#state = state;
		this.#graph = state.graph;
		this.#count = count;
	}

	get names(): readonly string[] {
		return this.#chosen.map(number => itemAt(this.#graph.jobs, number).name);
	}

	assume(number: number | undefined): void {
		if (number === undefined || this.#assumed.has(number)) return;
		this.#assumed.add(number);
		const stage = itemAt(this.#graph.stageOf, number);
		this.#assumedIn.set(stage, (this.#assumedIn.get(stage) ?? 0) + 1);
	}

	addQueued(): void {
		for (let heap = this.#state.ready; heap !== undefined && !this.#isFull; heap = withoutSmallest(heap)) {
			if (this.#standing(heap.smallest) === 'queued') this.#choose(heap.smallest);
		}
	}

	addWaiting(): void {
		// What is chosen is assumed, and so looked at in its turn.
		for (const number of this.#assumed) {
			if (this.#isFull) return;
			for (const dependent of itemAt(this.#graph.dependentsOf, number)) this.#consider(dependent);
			for (const waiter of this.#waitersBehind(itemAt(this.#graph.stageOf, number))) this.#consider(waiter);
		}
	}

	get #isFull(): boolean {
		return this.#chosen.length >= this.#count;
	}

	#choose(number: number): void {
		if (this.#isFull || this.#assumed.has(number)) return;
		this.#chosen.push(number);
		this.assume(number);
	}

	#consider(number: number): void {
		if (this.#isFull || this.#standing(number) !== 'waiting') return;
		const {when} = itemAt(this.#graph.jobs, number);
		const needs = this.#graph.needsOf[number] ?? [];
		const isLikely = when === 'on_success' || when === 'always';
		if (isLikely && needs.every(need => this.#assumed.has(need) || this.#hasPassed(need))) this.#choose(number);
	}

	/** The jobs that wait for this stage and all before it, when all of these will have ended. */
	#waitersBehind(stage: number): readonly number[] {
		const {stages} = this.#state;
		for (let earlier = 0; earlier <= stage; earlier++) {
			const {tally} = itemAt(stages, earlier);
			if (tally.live > (this.#assumedIn.get(earlier) ?? 0) || tally.manual > 0 || tally.failed > 0) return [];
		}

		const next = this.#graph.jobsOf.findIndex((jobs, number) => number > stage && jobs.length > 0);
		return next === -1 ? [] : itemAt(this.#graph.waitersOf, next);
	}

	#hasPassed(number: number): boolean {
		const standing = this.#standing(number);
		return standing === 'success' || standing === 'warned';
	}

	#standing(number: number): string {
		return this.#state.jobs.get(number).standing;
	}
}
