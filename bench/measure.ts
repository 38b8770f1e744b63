import {spawnSync} from 'node:child_process';
import {performance} from 'node:perf_hooks';

/** Runs a program to its end, output thrown away; answers wall time in ms. Throws when it exits with anything but 0. */
export function time(command: string, args: readonly string[], options: {cwd?: string} = {}): number {
	const begin = performance.now();
	const {status, stderr, error} = spawnSync(command, args, {
		cwd: options.cwd,
		stdio: ['ignore', 'ignore', 'pipe'],
		env: {...process.env, CI: ''},
		maxBuffer: 1e9,
	});
	const took = performance.now() - begin;
	if (status !== 0) {
		throw new Error(
			`${command} ${args.join(' ')} exited with ${status}: ${error?.message ?? stderr.toString().slice(-2000)}`,
		);
	}

	return took;
}

export function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export interface Row {
	readonly what: string;
	readonly ours: number;
	readonly theirs: number;
	readonly against: string;
}

/**
 * Times both sides alternately, so that a noisy minute hits both, and answers the medians in ms.
 * One round of each goes before, uncounted, to warm caches.
 */
export function compare(what: string, against: string, ours: () => number, theirs: () => number, rounds: number): Row {
	ours();
	theirs();
	const times = Array.from({length: rounds}, () => [ours(), theirs()] as const);
	return {what, against, ours: median(times.map(([mine]) => mine)), theirs: median(times.map(([, other]) => other))};
}

export function table(rows: readonly Row[]): string {
	const lines = rows.map(row => [
		row.what,
		`${row.ours.toFixed(0)} ms`,
		`${row.theirs.toFixed(0)} ms`,
		(row.ours / row.theirs).toFixed(2),
		row.against,
	]);
	const all = [['what', 'ci-tui', 'other', 'ratio', 'against'], ...lines];
	const widths = [0, 1, 2, 3, 4].map(column => Math.max(...all.map(line => line[column]?.length ?? 0)));
	return all
		.map(line =>
			line
				.map((cell, column) => cell.padEnd(widths[column] ?? 0))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}
