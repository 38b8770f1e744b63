/** What an execution of anything can be; a `Reason` beside it says why. */
export type Status = 'Pending' | 'Running' | 'Success' | 'Failed' | 'Canceled';

/** True when nothing will change this status by itself any more. */
export function isSettled(status: Status): boolean {
	return status === 'Success' || status === 'Failed' || status === 'Canceled';
}
