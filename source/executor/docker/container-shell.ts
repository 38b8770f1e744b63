import {randomUUID} from 'node:crypto';
import type {Duplex} from 'node:stream';
import {setTimeout as pause} from 'node:timers/promises';
import type Docker from 'dockerode';
import {pack} from 'tar-stream';
import {CiError} from '../../errors.js';
import {addEntry} from '../../workspace/tar-entries.js';
import type {JobSpec} from '../executor.js';
import {becomeShell, writeShellFiles} from '../shell-files.js';
import type {ShellTerminal} from '../shell-terminal.js';
import {engineError, isMissing} from './engine-error.js';
import {joinPipes, joinTerminal} from './exec-stream.js';
import type {JobContainer} from './job-container.js';
import {buildsDir} from './snapshot.js';

export interface ContainerShellSpec {
	readonly container: Docker.Container;
	/** Its supervisor: what the entrypoint has exported reaches the shell through it, and secrets reach no configuration. */
	readonly place: JobContainer;
	readonly job: Pick<JobSpec, 'job' | 'files'>;
	/** All of the job's, those of the place too. */
	readonly variables: Readonly<Record<string, string>>;
}

const pollMs = 20;
const readyMs = 20_000;
const watchMs = 2000;
/** The engine looks for keys that detach: none that a person presses, or the first of them would be held back. */
const noDetachKeys = 'ctrl-@,ctrl-_,ctrl-@,ctrl-_';

/** A shell in a job's container, beside its supervisor. Resolves with the shell's exit code; rejects with a CiError. */
export async function openContainerShell(spec: ContainerShellSpec, terminal: ShellTerminal): Promise<number> {
	const {container} = spec;
	try {
		const folder = await putFiles(spec, terminal.history);
		terminal.stop.throwIfAborted();
		return await execute(container, spec.place.projectDir, folder, terminal);
	} catch (error) {
		terminal.stop.throwIfAborted();
		throw engineError(error, 'open a shell in the container');
	}
}

/** What the supervisor and the entrypoint write is nobody's to read, but has to go somewhere. */
export async function drain(place: JobContainer): Promise<void> {
	try {
		for await (const _ of place.output) {
			// Nothing of the job runs: it is no job's output.
		}
	} catch {
		// The connection broke: the shell's own has, too, and tells.
	}
}

/** The supervisor writes them, as the user of the job. */
async function putFiles({container, place, job, variables}: ContainerShellSpec, history: readonly string[]) {
	const folder = `${buildsDir}/.ci-tui-shell-${randomUUID()}`;
	const {projectDir} = place;
	await container.putArchive(folderAt(folder), {path: '/'});
	const text = writeShellFiles({job: job.job, folder, projectDir, variables, files: job.files, history});
	place.executeQuietly(text);
	const deadline = performance.now() + readyMs;
	while (!(await isThere(container, `${folder}/ready`))) {
		if (performance.now() > deadline) {
			throw new CiError('SHELL_FAILED', `no shell comes up in the container of job "${job.job}".`, {
				hint: 'Either the container has ended, or its user may not write in /builds.',
			});
		}

		await pause(pollMs);
	}

	return folder;
}

function folderAt(folder: string): NodeJS.ReadableStream {
	const tar = pack();
	void addEntry(tar, {name: `${folder.slice(1)}/`, type: 'directory', mode: 0o777}).then(() => tar.finalize());
	return tar as unknown as NodeJS.ReadableStream;
}

async function isThere(container: Docker.Container, file: string): Promise<boolean> {
	try {
		const answer = await container.infoArchive({path: file});
		// It has no body, but its connection is held until somebody has read it.
		answer.resume();
		return true;
	} catch (error) {
		if (isMissing(error)) {
			return false;
		}

		throw error;
	}
}

async function execute(
	container: Docker.Container,
	projectDir: string,
	folder: string,
	terminal: ShellTerminal,
): Promise<number> {
	const {isInteractive, output, kind} = terminal;
	const exec = await container.exec({
		Cmd: ['sh', '-c', becomeShell, folder, isInteractive ? 'terminal' : 'pipe'],
		AttachStdin: true,
		AttachStdout: true,
		AttachStderr: true,
		Tty: isInteractive,
		WorkingDir: projectDir,
		DetachKeys: noDetachKeys,
		Env: isInteractive ? [`TERM=${kind?.includes('256color') ? 'xterm-256color' : 'xterm'}`] : [],
	});
	output.write(terminal.greeting);
	const stream = (await exec.start({hijack: true, stdin: true, Tty: isInteractive})) as Duplex;
	const resize = () => void resizeTo(exec, terminal);
	const watch = setInterval(endWithProgram(exec, stream), watchMs);
	output.on('resize', resize);
	try {
		if (isInteractive) {
			resize();
			await joinTerminal(stream, terminal);
		} else {
			await joinPipes(stream, terminal);
		}
	} finally {
		clearInterval(watch);
		output.off('resize', resize);
	}

	terminal.stop.throwIfAborted();
	return await exitCodeOf(exec);
}

/** The engine takes a size only once the program runs, which may be a moment after it has said so. */
async function resizeTo(exec: Docker.Exec, {output}: ShellTerminal): Promise<void> {
	for (let attempt = 0; attempt < 10; attempt++) {
		const {rows, columns} = output;
		if (!rows || !columns) {
			return;
		}

		try {
			await exec.resize({h: rows, w: columns});
			return;
		} catch {
			await pause(pollMs);
		}
	}
}

/** A program that has left something running keeps its stream open without an end, and an engine that hangs does too. */
function endWithProgram(exec: Docker.Exec, stream: Duplex): () => void {
	let isQuiet = false;
	stream.on('data', () => {
		isQuiet = false;
	});
	return async () => {
		const wasQuiet = isQuiet;
		isQuiet = true;
		const isRunning = await exec.inspect().then(
			({Running}) => Running,
			() => false,
		);
		if (!isRunning && wasQuiet && isQuiet) {
			stream.destroy();
		}
	};
}

async function exitCodeOf(exec: Docker.Exec): Promise<number> {
	for (let attempt = 0; attempt < 100; attempt++) {
		const {Running, ExitCode} = await exec.inspect();
		if (!Running && ExitCode !== null) {
			return ExitCode;
		}

		await pause(pollMs);
	}

	throw new CiError('SHELL_LOST', 'the connection to the shell broke while it was running.', {
		hint: 'See whether the engine runs: docker version',
	});
}
