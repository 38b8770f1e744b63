import {type ChildProcess, spawn} from 'node:child_process';
import {builtProgram} from './pty.js';

export interface Ended {
	/** Undefined when a signal ended it. */
	readonly code: number | undefined;
	readonly stdout: string;
	readonly stderr: string;
}

export interface Started {
	readonly child: ChildProcess;
	readonly ended: Promise<Ended>;
	/** What it has printed so far. */
	stdout(): string;
}

/** Starts the built program without a terminal, as a script would. */
export function startProgram(args: readonly string[], options: {cwd: string; env?: Record<string, string>}): Started {
	const child = spawn(process.execPath, [builtProgram, ...args], {
		cwd: options.cwd,
		env: {...process.env, ...options.env},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let stdout = '';
	let stderr = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		stdout += text;
	});
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		stderr += text;
	});
	const ended = new Promise<Ended>((resolve, reject) => {
		child.on('error', reject);
		child.on('close', code => resolve({code: code ?? undefined, stdout, stderr}));
	});
	return {child, ended, stdout: () => stdout};
}

/** Runs the built program to its end. */
export function runProgram(
	args: readonly string[],
	options: {cwd: string; env?: Record<string, string>},
): Promise<Ended> {
	return startProgram(args, options).ended;
}

/** One JSON document a line. */
export function jsonLines(text: string): readonly Record<string, unknown>[] {
	return text
		.split('\n')
		.filter(line => line !== '')
		.map(line => JSON.parse(line) as Record<string, unknown>);
}
