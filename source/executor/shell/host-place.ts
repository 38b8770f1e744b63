import {spawn} from 'node:child_process';
import path from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {CiError} from '../../errors.js';
import type {Outcome} from '../../model/outcome.js';
import {markFormat} from '../marks.js';
import type {FileChoice, Notice, Place} from '../place.js';
import {type OutputPipe, openOutputPipe} from './output-pipe.js';
import {markerIn, markerVariable, ProcessGroup} from './process-group.js';
import {saveFiles} from './save-files.js';

export interface HostPlaceSpec {
	/** The job's own folder; the project is in it. */
	readonly folder: string;
	readonly projectDir: string;
	readonly shell: string;
	readonly environment: Readonly<Record<string, string>>;
	readonly workspaceFiles: readonly string[];
}

const killedMs = 10_000;

/**
 * Between us and the shell that runs a script: outlives a SIGTERM, so that a script that was ended still ends with its mark. The
 * token comes on stdin, before the script, and is in no argument.
 */
const runner = `
exec 2>/dev/null
trap : TERM
IFS= read -r token
"$0" 2>&1 8>&1
printf '${markFormat}' "$token" "$?"
`;

/** A job's own folder on this host, in which its scripts run in process groups of their own. */
export class HostPlace implements Place {
	readonly projectDir: string;
	readonly output: AsyncIterable<Buffer>;
	readonly #spec: HostPlaceSpec;
	readonly #pipe: OutputPipe;
	readonly #marker: string;
	readonly #processes: ProcessGroup;
	#signaling = Promise.resolve();
	#isKilled = false;
	#failure: Error | undefined;

	private constructor(spec: HostPlaceSpec, pipe: OutputPipe) {
		this.#spec = spec;
		this.#pipe = pipe;
		this.#marker = markerIn(path.basename(path.dirname(spec.folder)));
		this.#processes = new ProcessGroup(this.#marker);
		this.projectDir = spec.projectDir;
		this.output = pipe.output;
	}

	static async open(spec: HostPlaceSpec): Promise<HostPlace> {
		return new HostPlace(spec, await openOutputPipe(path.join(spec.folder, 'output')));
	}

	execute(text: string, endToken: string): void {
		const {environment, projectDir, shell} = this.#spec;
		const {writeEnd} = this.#pipe;
		const child = spawn('/bin/sh', ['-c', runner, shell], {
			cwd: projectDir,
			env: {...environment, [markerVariable]: this.#marker},
			detached: true,
			stdio: ['pipe', writeEnd, writeEnd],
		});
		child.on('error', error => {
			this.#failure = error;
			void this.#pipe.closeWriteEnd();
		});
		child.on('exit', (_, signal) => {
			if (signal !== null && !this.#isKilled) {
				// Somebody else killed it, so that no mark comes: the output ends when the last of its processes does.
				void this.#pipe.closeWriteEnd();
			}
		});
		child.stdin?.on('error', () => {
			// The shell ended before it had read all: its exit code tells.
		});
		child.stdin?.end(`${endToken}\n${text}`);
		if (child.pid !== undefined) {
			this.#processes.add(child.pid);
		}
	}

	signal(name: 'TERM' | 'KILL'): void {
		this.#isKilled ||= name === 'KILL';
		this.#signaling = this.#signaling.then(async () => await this.#processes.signal(`SIG${name}`));
	}

	/** A signal that is still on its way must not reach what is started next. */
	async isEmpty(): Promise<boolean> {
		await this.#signaling;
		return await this.#processes.isEmpty();
	}

	async verdict(ended: Outcome | undefined): Promise<Outcome> {
		if (ended !== undefined) {
			return ended;
		}

		const why = this.#failure === undefined ? 'its shell was killed from outside' : this.#failure.message;
		return {kind: 'errored', error: new CiError('SHELL_ENDED', `the job's script did not come to its end: ${why}.`)};
	}

	async saveFiles(choice: FileChoice, file: string, notice: Notice, signal: AbortSignal): Promise<CiError | undefined> {
		const {projectDir, workspaceFiles} = this.#spec;
		return await saveFiles({choice, file, notice, signal, projectDir, workspaceFiles});
	}

	/** Kills what is left; resolves when all of it is gone (or cannot be killed) and nothing is read any more. */
	async close(): Promise<void> {
		const deadline = performance.now() + killedMs;
		while (!(await this.isEmpty()) && performance.now() < deadline) {
			this.signal('KILL');
			await pause(5);
		}

		this.#pipe.close();
	}
}
