import type {LogStore} from '../logs/log.js';
import type {Store} from '../store/store.js';

/** What the commands about past runs work with. */
export interface ReportDependencies {
	readonly store: Store;
	readonly logs: LogStore;
	readonly out: {write(text: string): unknown};
	readonly err: {write(text: string): unknown};
	readonly color: boolean;
	readonly ascii: boolean;
	/** Milliseconds since the epoch. */
	now(): number;
}
