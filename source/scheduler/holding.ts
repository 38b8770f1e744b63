import {pendingJob} from './deciding.js';
import type {Turn} from './turn.js';

/** Holds the run (nothing new starts, what runs goes on) or lets it go on. */
export function changeHold(turn: Turn, held: boolean): void {
	if (turn.run.held === held) return;
	turn.run = {...turn.run, held};
	for (const number of turn.graph.jobs.keys()) {
		const {job, standing, resource} = turn.track(number);
		if (standing === 'queued' && resource !== 'wanted')
			turn.putJob(number, pendingJob(job, {kind: held ? 'held' : 'slot'}), {});
	}
}
