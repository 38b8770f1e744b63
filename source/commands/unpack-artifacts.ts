import type {RunEvent} from '../model/run-event.js';
import type {RunRecorder} from '../store/store.js';

/** Unpacks an archive, when there is one, into a folder beside it; never rejects. */
export type Unpack = (file: string, folder: string) => Promise<void>;

/**
 * A recorder that also unpacks what a job left, for the user to look at: `<job>.<attempt>.tar` into `<job>/`, behind the
 * next job's back. The archive stays what later jobs get. `close` waits for it.
 */
export function unpackArtifacts(recorder: RunRecorder, unpack: Unpack): RunRecorder {
	let work = Promise.resolve();
	const look = (event: RunEvent): void => {
		if (event.type === 'job-finished' && event.attempt > 0) {
			const file = recorder.artifactFile(event.job, event.attempt);
			work = work.then(() => unpack(file, file.replace(/\.\d+\.tar$/, '')));
		}
	};

	return {
		run: recorder.run,
		id: recorder.id,
		logFile: (job, attempt) => recorder.logFile(job, attempt),
		artifactFile: (job, attempt) => recorder.artifactFile(job, attempt),
		executionId: (job, attempt) => recorder.executionId(job, attempt),
		onCancelRequested: listener => recorder.onCancelRequested(listener),
		flush: () => recorder.flush(),
		record(event) {
			recorder.record(event);
			look(event);
		},
		async close() {
			await work;
			await recorder.close();
		},
	};
}
