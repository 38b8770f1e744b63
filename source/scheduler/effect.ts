import type {RunEvent} from '../model/run-event.js';
import type {Timer} from './event.js';

/** What to do: the engine performs it and answers with events. */
export type Effect =
	| {
			readonly type: 'start-job';
			readonly job: string;
			readonly attempt: number;
			readonly variables?: Readonly<Record<string, string>>;
	  }
	/** Told twice, it kills: a second `stop-job` for the same attempt skips the grace period. `timedOut`: not by anybody's wish. */
	| {readonly type: 'stop-job'; readonly job: string; readonly attempt: number; readonly timedOut?: boolean}
	/** Answered by `resource-acquired`, once no other run has the group. */
	| {readonly type: 'acquire-resource'; readonly job: string; readonly group: string}
	/** Also of a group that has not been acquired yet. */
	| {readonly type: 'release-resource'; readonly job: string; readonly group: string}
	| {readonly type: 'start-timer'; readonly timer: Timer; readonly afterMs: number}
	| {readonly type: 'stop-timer'; readonly timer: Timer}
	/** Tell every reader of the run: store, plain and JSON output. */
	| {readonly type: 'tell'; readonly event: RunEvent};
