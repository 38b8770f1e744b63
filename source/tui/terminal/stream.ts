import type {RunHandle} from '../../engine/run-handle.js';
import {isSettled} from '../../model/status.js';
import {reportPlain} from '../../report/plain.js';
import {clean} from '../text/cut.js';
import {lookOfJob, looks} from '../theme.js';

export interface StreamTerminal {
	readonly stdin: NodeJS.ReadStream;
	write(text: string): void;
	readonly color: boolean;
	readonly ascii: boolean;
}

/** How many lines of each running job are told of what was before. */
const backfill = 10;
const leaving = ['S', 'q', '\u001B', '\u0003', '\r'];

/** The run as plain lines on the normal screen, with its scrollback and the terminal's own search, until `S` is pressed. */
export async function streamRun(run: RunHandle, terminal: StreamTerminal): Promise<void> {
	const {write} = terminal;
	write(`\nPlain lines of run #${run.run}; S goes back to the screen.\n`);
	await tellWhatWas(run, terminal);
	const reader = reportPlain(run, terminal);
	if (isSettled(run.getState().status) || !run.controllable) {
		write('Nothing runs any more; S goes back to the screen.\n');
	}

	await keyPressed(terminal.stdin);
	reader.close();
}

async function tellWhatWas(run: RunHandle, {write, color}: StreamTerminal): Promise<void> {
	for (const job of run.getState().jobs.values()) {
		const attempt = job.attempts.at(-1);
		if (attempt === undefined) {
			continue;
		}

		write(`[${clean(job.name, false)}] ${looks[lookOfJob(job)].word}\n`);
		if (job.status === 'Running') {
			const log = run.openLog(job.name, attempt.number);
			try {
				await log.read(0, 0);
				for (const line of await log.read(Math.max(0, log.length - backfill), backfill)) {
					write(`[${clean(job.name, false)}] ${clean(line.text, color)}\n`);
				}
			} finally {
				log.close();
			}
		}
	}
}

async function keyPressed(stdin: NodeJS.ReadStream): Promise<void> {
	stdin.setRawMode(true);
	stdin.ref();
	await new Promise<void>(resolve => {
		const onReadable = () => {
			for (let chunk = stdin.read(); chunk !== null; chunk = stdin.read()) {
				if (leaving.some(key => String(chunk).includes(key))) {
					stdin.off('readable', onReadable);
					resolve();
					return;
				}
			}
		};
		stdin.on('readable', onReadable);
	});
	stdin.setRawMode(false);
}
