import type {Store} from '../store/store.js';
import type {Adapters, Io} from './adapters.js';

/** Settles what a process that died left behind: its executions in the store, its containers, and what the store had to mend. */
export async function tidyUp(store: Store, root: string, adapters: Adapters, io: Pick<Io, 'stderr'>): Promise<void> {
	for (const line of store.mended) {
		io.stderr.write(`${line}\n`);
	}

	const interrupted = await store.settleInterrupted(adapters.now());
	if (interrupted.length === 0) {
		return;
	}

	io.stderr.write(
		`run ${interrupted.map(run => `#${run}`).join(', ')}: the process that ran it is gone; it counts as canceled\n`,
	);
	await adapters.sweepEngine(root);
}
