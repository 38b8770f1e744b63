import type {RunHandle} from '../engine/run-handle.js';
import type {RunState} from '../model/run-state.js';
import {reportJson} from '../report/json.js';
import {reportPlain} from '../report/plain.js';
import {reportQuiet} from '../report/quiet.js';
import type {ReportOutput} from '../report/report-output.js';
import {summarize} from '../report/summary.js';
import type {Ports} from '../tui/ports.js';
import type {Io} from './adapters.js';
import {exitCodeOf} from './exit-code.js';
import type {Output} from './output-choice.js';
import {runShells} from './run-shells.js';
import {cancelOnSignals} from './signals.js';

/** Shows a run until it has settled, prints its summary, closes it, and answers the exit code. */
export async function show(run: RunHandle, output: Output, io: Io, ports: Ports = {}): Promise<number> {
	const letGo = cancelOnSignals(run);
	try {
		if (output === 'tui') {
			const {runTui} = await import('../tui/run-tui.js');
			const {reason, error} = await runTui({run, ...ports, ...screenOf(io)});
			return await leaveScreen(run, reason === 'crashed' ? error : undefined, io);
		}

		await follow(run, output, io);
		if (output === 'plain') {
			await printSummary(run, io);
		}

		return exitCodeOf(run.getState());
	} finally {
		await run.close();
		letGo();
	}
}

/** What the terminal UI needs of this process. */
export function screenOf(io: Io) {
	const {stdin, stdout, ascii, color} = io;
	return {stdin, stdout, ascii, color, now: () => Date.now(), shell: runShells(io)};
}

/** After the UI was left: what still runs goes on as plain lines, and a summary stays. Answers the exit code. */
export async function leaveScreen(run: RunHandle, error: unknown, io: Io): Promise<number> {
	if (error !== undefined) {
		const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
		io.stderr.write(`The screen failed; the run goes on as plain lines. ${message}\n`);
	}

	if (isRunning(run.getState())) {
		await follow(run, 'plain', io);
	}

	await printSummary(run, io);
	return exitCodeOf(run.getState());
}

/** A child pipeline that no trigger job waits for may go on when the run has ended. */
function isRunning({status, children = []}: RunState): boolean {
	return status === 'Running' || children.some(({state}) => isRunning(state));
}

async function follow(run: RunHandle, output: Exclude<Output, 'tui'>, io: Io): Promise<void> {
	const reader = readers[output](run, {write: text => void io.stdout.write(text), color: io.color, ascii: io.ascii});
	await run.settled();
	reader.close();
}

const readers = {
	plain: reportPlain,
	json: reportJson,
	quiet: reportQuiet,
} satisfies Record<string, (run: RunHandle, output: ReportOutput) => {close(): void}>;

async function printSummary(run: RunHandle, {stdout, color, ascii, interactive}: Io): Promise<void> {
	const size = interactive ? {columns: stdout.columns, rows: stdout.rows} : {};
	stdout.write(`\n${await summarize(run, {color, ascii, cwd: process.cwd(), ...size})}`);
}
