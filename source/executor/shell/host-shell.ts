import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {randomUUID} from 'node:crypto';
import {mkdir, writeFile} from 'node:fs/promises';
import {constants} from 'node:os';
import path from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {CiError} from '../../errors.js';
import {becomeShell, writeShellFiles} from '../shell-files.js';
import type {ShellTerminal} from '../shell-terminal.js';
import {markerVariable, ProcessGroup} from './process-group.js';

export interface HostShellSpec {
	readonly job: string;
	/** The job's own folder; the project is in it. */
	readonly folder: string;
	readonly projectDir: string;
	readonly environment: Readonly<Record<string, string>>;
	readonly variables: Readonly<Record<string, string>>;
	readonly files?: Readonly<Record<string, string>> | undefined;
}

const pollMs = 20;
const hangUpMs = 2000;
const killedMs = 10_000;

/** A shell in a job's folder on this host; an interactive one in the terminal of this process. Resolves with its exit code when nothing that it has started is left. */
export async function openHostShell(spec: HostShellSpec, terminal: ShellTerminal): Promise<number> {
	const folder = path.join(spec.folder, 'shell');
	const marker = randomUUID();
	const environment = {...spec.environment, [markerVariable]: marker};
	await mkdir(folder, {mode: 0o700});
	await writeFiles(spec, folder, environment, terminal);
	terminal.output.write(terminal.greeting);
	const settings = terminal.isInteractive ? readSettings() : undefined;
	const child = spawn('/bin/sh', ['-c', becomeShell, folder, terminal.isInteractive ? 'terminal' : 'pipe'], {
		cwd: spec.projectDir,
		env: environment,
		stdio: terminal.isInteractive ? 'inherit' : 'pipe',
	});
	const closed = new Promise(resolve => child.on('close', resolve));
	try {
		return await endOf(child, terminal);
	} finally {
		await endRest(new ProcessGroup(marker));
		await closed;
		restoreSettings(settings);
	}
}

async function writeFiles(
	{job, projectDir, variables, files}: HostShellSpec,
	folder: string,
	environment: Readonly<Record<string, string>>,
	{history}: ShellTerminal,
): Promise<void> {
	const script = path.join(folder, 'write');
	await writeFile(script, writeShellFiles({job, folder, projectDir, variables, files, history}), {mode: 0o600});
	try {
		// The shell that reads the environment must be the one that wrote it down.
		const write = `for bash in /usr/local/bin/bash /usr/bin/bash /bin/bash sh; do [ -x "$bash" ] && break; done; "$bash" "$0"`;
		execFileSync('/bin/sh', ['-c', write, script], {cwd: projectDir, env: environment, stdio: 'ignore'});
	} catch (cause) {
		throw new CiError('SHELL_FAILED', `cannot prepare a shell for job "${job}": its folder ${folder} takes no files.`, {
			hint: 'Make room on this disk, or set TMPDIR.',
			cause,
		});
	}
}

async function endOf(
	child: ChildProcess,
	{isInteractive, input, output, errors, stop}: ShellTerminal,
): Promise<number> {
	const {stdin, stdout, stderr} = child;
	if (!isInteractive && stdin !== null && stdout !== null && stderr !== null) {
		stdin.on('error', () => {
			// The shell has ended without reading all.
		});
		input.pipe(stdin);
		stdout.pipe(output, {end: false});
		stderr.pipe(errors, {end: false});
	}

	const hangUp = () => void end(child);
	stop.addEventListener('abort', hangUp, {once: true});
	if (stop.aborted) {
		hangUp();
	}

	try {
		return await new Promise<number>((resolve, reject) => {
			child.on('error', reject);
			child.on('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
		});
	} finally {
		stop.removeEventListener('abort', hangUp);
		if (stdin !== null) {
			input.unpipe(stdin);
			input.pause();
		}
	}
}

/** An interactive shell takes no SIGTERM; on SIGHUP it passes it on to its jobs and gives the terminal back. */
async function end(child: ChildProcess): Promise<void> {
	child.kill('SIGHUP');
	await pause(hangUpMs, undefined, {ref: false});
	child.kill('SIGKILL');
}

async function endRest(processes: ProcessGroup): Promise<void> {
	const deadline = performance.now() + killedMs;
	while (!(await processes.isEmpty()) && performance.now() < deadline) {
		await processes.signal('SIGKILL');
		await pause(pollMs);
	}
}

/** Undefined where the terminal does not tell. */
function readSettings(): string | undefined {
	try {
		return execFileSync('stty', ['-g'], {stdio: ['inherit', 'pipe', 'ignore'], encoding: 'utf8'}).trim();
	} catch {
		// Without them a shell that was killed may leave the terminal as it had it.
		return undefined;
	}
}

function restoreSettings(settings: string | undefined): void {
	if (settings === undefined) {
		return;
	}

	try {
		// A shell that was killed has not given the terminal back: who is not in front may change it only with SIGTTOU ignored.
		const set = `trap '' TTOU; exec stty "$0"`;
		execFileSync('/bin/sh', ['-c', set, settings], {stdio: ['inherit', 'ignore', 'ignore']});
	} catch {
		// The terminal is gone.
	}
}
