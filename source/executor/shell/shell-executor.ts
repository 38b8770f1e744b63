import {access, constants, mkdir} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {CiError, type Result} from '../../errors.js';
import {makeTemporaryFolder} from '../../workspace/temporary-folder.js';
import type {Executor, RunSpec, Session} from '../executor.js';
import {ShellSession} from './shell-session.js';

/** Runs jobs on this host, each in a copy of the workspace, without isolation. */
export function createShellExecutor(): Executor {
	return {
		name: 'shell',
		async open(run: RunSpec): Promise<Result<Session, CiError>> {
			try {
				const folder = await makeTemporaryFolder('run');
				const snapshot = path.join(folder, 'snapshot');
				await mkdir(snapshot);
				await run.workspace.copyTo(snapshot);
				return {ok: true, value: new ShellSession(run, folder, snapshot, await findShell())};
			} catch (cause) {
				const message = `cannot copy the workspace to ${tmpdir()}: ${cause instanceof Error ? cause.message : String(cause)}`;
				return {
					ok: false,
					error: new CiError('WORKSPACE_COPY', message, {hint: 'Make room there, or set TMPDIR.', cause}),
				};
			}
		},
	};
}

async function findShell(): Promise<string> {
	for (const shell of ['/usr/local/bin/bash', '/usr/bin/bash', '/bin/bash']) {
		try {
			await access(shell, constants.X_OK);
			return shell;
		} catch {
			// Not here: the next one.
		}
	}

	return '/bin/sh';
}
