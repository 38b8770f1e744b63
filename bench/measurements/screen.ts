import {performance} from 'node:perf_hooks';
import {setTimeout as pause} from 'node:timers/promises';
import {key, start, type Terminal} from '../../test/support/pty.ts';
import type {Measurement} from '../index.ts';
import {cpuOf, quantile} from '../measure.ts';
import {independent, withProject} from '../project.ts';

const jobs = 20;
const linesPerSecond = 50_000;
const seconds = 10;

/** What the UI takes while 20 jobs print, and while nothing happens; and how soon it answers to a key. */
export const measureScreen: Measurement = async () => {
	const perJob = linesPerSecond / jobs / 10;
	const script = `end=$(($(date +%s) + 60)); while [ $(date +%s) -lt $end ]; do seq 1 ${perJob}; sleep 0.1; done`;
	const busy = await withProject(independent(jobs, script), measureBusy);
	const idle = await withProject(independent(3, 'true'), measureIdle);
	return [
		{what: 'CPU of the UI, 20 jobs at 50,000 lines/s', ours: busy.cpu, unit: '%', limit: 35},
		{what: '… key to frame, 95th percentile', ours: busy.latency, unit: 'ms', limit: 50},
		{what: 'CPU of the UI, idle', ours: idle.cpu, unit: '%', limit: 1},
		{what: '… key to frame, 95th percentile', ours: idle.latency, unit: 'ms', limit: 50},
	];
};

interface Taken {
	/** In percent of a core. */
	readonly cpu: number;
	readonly latency: number;
}

async function measureBusy(cwd: string): Promise<Taken> {
	const terminal = start(['run', '--executor', 'shell', '--concurrency', `${jobs}`, '--ui', 'tui'], {cwd});
	try {
		await terminal.waitFor(/\b250\b/);
		await pause(2000);
		const cpu = await cpuWhile(terminal);
		return {cpu, latency: await latencyOf(terminal)};
	} finally {
		await end(terminal);
	}
}

async function measureIdle(cwd: string): Promise<Taken> {
	const terminal = start([], {cwd});
	try {
		await terminal.waitFor(/job0/);
		await pause(1000);
		const cpu = await cpuWhile(terminal);
		return {cpu, latency: await latencyOf(terminal)};
	} finally {
		await end(terminal);
	}
}

async function cpuWhile({pid}: Terminal): Promise<number> {
	const [cpu, begin] = [cpuOf(pid), performance.now()];
	await pause(seconds * 1000);
	return ((cpuOf(pid) - cpu) / (performance.now() - begin)) * 100;
}

/** Until the help is on the screen; that a lone Escape closes it is known only after a while, as keys begin with it too. */
async function latencyOf(terminal: Terminal): Promise<number> {
	const times: number[] = [];
	for (let round = 0; round < 20; round++) {
		times.push(await untilShown(terminal, '?', screen => isHelp(screen)));
		await untilShown(terminal, key.escape, screen => !isHelp(screen));
	}

	return quantile(times, 0.95);
}

async function untilShown(
	terminal: Terminal,
	keys: string,
	isThere: (screen: readonly string[]) => boolean,
): Promise<number> {
	await pause(50 + Math.random() * 100);
	const begin = performance.now();
	terminal.press(keys);
	const deadline = begin + 10_000;
	while (!isThere(terminal.screen())) {
		if (performance.now() > deadline) {
			throw new Error(`the screen does not answer to ${JSON.stringify(keys)}:\n${terminal.screen().join('\n')}`);
		}

		await new Promise(resolve => setImmediate(resolve));
	}

	return performance.now() - begin;
}

function isHelp(screen: readonly string[]): boolean {
	return screen.some(line => line.includes('┌ keys'));
}

async function end(terminal: Terminal): Promise<void> {
	terminal.kill('SIGTERM');
	await terminal.exit;
}
