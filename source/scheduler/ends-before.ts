import {type Graph, at as itemAt} from './graph.js';
import {groupOf, hasEnded} from './standing.js';
import type {State} from './state.js';

/**
 * Which of `others` must have ended before `job` may start, by its needs and stages; those that have ended already may be left
 * out. The work is in proportion to what the job still waits for.
 */
export function endsBefore(state: State, job: string, others: Iterable<string>): readonly string[] {
	const {graph} = state;
	const start = graph.numbers.get(job);
	if (start === undefined) return [];
	const {numbers, stage} = awaited(state, start);
	return [...others].filter(name => {
		const number = graph.numbers.get(name);
		return number !== undefined && (numbers.has(number) || itemAt(graph.stageOf, number) < stage);
	});
}

/** Jobs that are waited for one by one, and the stage before which all are. */
function awaited(state: State, start: number): {readonly numbers: ReadonlySet<number>; readonly stage: number} {
	const {graph} = state;
	const numbers = new Set<number>();
	let stage = stageWaitedFor(graph, start);
	const open = [start];
	for (let number = open.pop(); number !== undefined; number = open.pop()) {
		for (const need of graph.needsOf[number] ?? []) {
			if (numbers.has(need) || hasEnded(groupOf(state.jobs.get(need).standing))) continue;
			numbers.add(need);
			stage = Math.max(stage, stageWaitedFor(graph, need));
			open.push(need);
		}
	}

	return {numbers, stage};
}

function stageWaitedFor(graph: Graph, number: number): number {
	return graph.needsOf[number] === undefined ? itemAt(graph.stageOf, number) : 0;
}
