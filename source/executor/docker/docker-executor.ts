import type {CiError, Result} from '../../errors.js';
import type {Executor, RunSpec, Session} from '../executor.js';
import {DockerSession} from './docker-session.js';
import {connect} from './engine.js';
import {runLabels} from './labels.js';

export interface DockerOptions {
	/** False: each job gets a copy of the workspace, also where the engine could give it an overlay. */
	readonly overlay?: boolean;
	/** Bytes a job's container may use; as much as there is unless given. */
	readonly memory?: number;
}

/** Runs each job in a container of its own, on the engine that the `docker` command would use. */
export function createDockerExecutor(options: DockerOptions = {}): Executor {
	return {
		name: 'docker',
		async open(run: RunSpec): Promise<Result<Session, CiError>> {
			const engine = await connect();
			if (!engine.ok) {
				return engine;
			}

			const labels = await runLabels(run.runId, run.workspace.root);
			return {ok: true, value: new DockerSession(engine.value, run, labels, options)};
		},
	};
}
