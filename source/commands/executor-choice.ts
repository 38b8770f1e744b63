import type {Executor} from '../executor/executor.js';
import type {Adapters} from './adapters.js';
import type {ExecutorChoice} from './options.js';

export interface ChosenExecutor {
	readonly executor: Executor;
	/** What the user should know about the choice. */
	readonly note?: string;
}

/** The executor asked for; `auto` takes Docker when an engine answers, else this host, and says so. */
export async function chooseExecutor(choice: ExecutorChoice, adapters: Adapters): Promise<ChosenExecutor> {
	if (choice === 'shell') {
		return {
			executor: await adapters.createExecutor('shell'),
			note: 'Jobs run on this host, without isolation (--executor shell).',
		};
	}

	if (choice === 'docker') {
		return {executor: await adapters.createExecutor('docker')};
	}

	const engine = await adapters.pingEngine();
	return engine.ok
		? {executor: await adapters.createExecutor('docker')}
		: {
				executor: await adapters.createExecutor('shell'),
				note: `No container engine answers, so jobs run on this host, without isolation (${engine.error.message})`,
			};
}
