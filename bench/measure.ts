import {type SpawnOptions, spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {performance} from 'node:perf_hooks';

export interface Measured {
	/** From the start of the process to its end. */
	readonly ms: number;
	/** The most memory it had at a time, as Linux tells it (VmHWM); 0 elsewhere. */
	readonly peakMb: number;
	/** What it wrote to stdout, when that was asked for. */
	readonly stdout: string;
}

export interface MeasureOptions {
	readonly cwd?: string;
	readonly keepOutput?: boolean;
}

const pollMs = 20;

/** Runs a program to its end, output thrown away unless it is to be kept. Rejects when it exits with anything but 0. */
export async function measure(
	command: string,
	args: readonly string[],
	{cwd, keepOutput = false}: MeasureOptions = {},
): Promise<Measured> {
	const options: SpawnOptions = {
		stdio: ['ignore', keepOutput ? 'pipe' : 'ignore', 'pipe'],
		env: {...process.env, CI: ''},
		...(cwd === undefined ? {} : {cwd}),
	};
	const begin = performance.now();
	const child = spawn(command, args, options);
	let stdout = '';
	let stderr = '';
	child.stdout?.setEncoding('utf8').on('data', (text: string) => {
		stdout += text;
	});
	child.stderr?.setEncoding('utf8').on('data', (text: string) => {
		stderr = (stderr + text).slice(-2000);
	});
	let peakMb = 0;
	const poll = setInterval(() => {
		peakMb = Math.max(peakMb, peakOf(child.pid));
	}, pollMs);
	try {
		const code = await new Promise<number | null>((resolve, reject) => {
			child.on('error', reject);
			child.on('close', resolve);
		});
		const ms = performance.now() - begin;
		if (code !== 0) {
			throw new Error(`${[command, ...args].join(' ').slice(0, 200)} exited with ${code}: ${stderr.trim()}`);
		}

		return {ms, peakMb, stdout};
	} finally {
		clearInterval(poll);
	}
}

/** Wall time in ms. */
export async function time(command: string, args: readonly string[], options?: MeasureOptions): Promise<number> {
	return (await measure(command, args, options)).ms;
}

export interface Compared {
	readonly ours: number;
	readonly theirs: number;
}

/**
 * Measures both sides by turns, so that a noisy minute hits both, and answers their medians. One round goes before, uncounted, to warm
 * caches.
 */
export async function compare(
	ours: () => Promise<number>,
	theirs: () => Promise<number>,
	rounds: number,
): Promise<Compared> {
	await ours();
	await theirs();
	const all: Compared[] = [];
	for (let round = 0; round < rounds; round++) {
		all.push({ours: await ours(), theirs: await theirs()});
	}

	return {ours: median(all.map(one => one.ours)), theirs: median(all.map(one => one.theirs))};
}

export function median(values: readonly number[]): number {
	return quantile(values, 0.5);
}

/** The value that so large a part of all is not above. */
export function quantile(values: readonly number[], part: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** CPU time of a process so far in ms, as Linux tells it. */
export function cpuOf(pid: number): number {
	const [utime = 0, stime = 0] = readFileSync(`/proc/${pid}/stat`, 'utf8')
		.replace(/^.*\) /s, '')
		.split(' ')
		.slice(11, 13)
		.map(Number);
	return (utime + stime) * 10;
}

function peakOf(pid: number | undefined): number {
	try {
		const status = readFileSync(`/proc/${pid}/status`, 'utf8');
		return Number(/^VmHWM:\s*(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
	} catch {
		// It has ended, or this is no Linux.
		return 0;
	}
}
