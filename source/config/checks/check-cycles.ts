import type {JobDefinition} from '../../model/definition.js';
import type {Problems} from '../problems.js';
import type {MapNode} from '../yaml/node.js';
import {type JobsByName, placesOf} from './check-jobs.js';

/** Tells every circle of `needs` once, at the need that closes it. Walks without recursion: a chain may be long. */
export function checkCycles(
	definitions: readonly JobDefinition[],
	jobs: JobsByName,
	problems: Problems,
	root: MapNode,
): void {
	const finished = new Set<string>();
	for (const start of definitions) {
		const path: {readonly job: JobDefinition; next: number}[] = [];
		const onPath = new Map<string, number>();
		const enter = (job: JobDefinition): void => {
			onPath.set(job.name, path.length);
			path.push({job, next: 0});
		};

		if (!finished.has(start.name)) enter(start);
		for (let top = path.at(-1); top; top = path.at(-1)) {
			const need = top.job.needs?.[top.next++];
			const needed = need && need.elsewhere === undefined ? jobs.get(need.job) : undefined;
			if (!need) {
				path.pop();
				onPath.delete(top.job.name);
				finished.add(top.job.name);
			} else if (needed && needed.name !== top.job.name && !finished.has(needed.name)) {
				const at = onPath.get(needed.name);
				if (at === undefined) enter(needed);
				else {
					const circle = [...path.slice(at).map(({job}) => job.name), needed.name].join(' → ');
					const place = placesOf(root, top.job)(need);
					problems.error('NEEDS_CYCLE', `"needs" goes in a circle: ${circle}`, place, 'remove one of these needs');
				}
			}
		}
	}
}
