import type {RunHandle} from '../engine/run-handle.js';
import type {RunEvent} from '../model/run-event.js';
import {formatDuration} from './duration.js';
import {FairOrder} from './fair-order.js';
import {finishLine} from './finish-line.js';
import {paint, type Style, unpainted} from './paint.js';
import {glyphOf, type ReportOutput, type RunReader} from './report-output.js';
import {runTitle} from './run-title.js';

/** How often held lines and silence are looked at, in ms. */
const beat = 250;
/** After so long without a line one says what still runs, in ms. */
const longestSilence = 30_000;
const widestPrefix = 30;

/** Prints a run as lines, each with its job's name before it, readable also when jobs run at once. */
export function reportPlain(run: RunHandle, output: ReportOutput): RunReader {
	const reader = new PlainReader(run, output);
	const unsubscribe = run.onEvent(event => reader.tell(event));
	// Silence is no reason for a process to stay.
	const timer = setInterval(() => reader.beat(), beat).unref();
	return {
		close() {
			clearInterval(timer);
			unsubscribe();
			reader.end();
		},
	};
}

class PlainReader {
	readonly #run: RunHandle;
	readonly #output: ReportOutput;
	readonly #prefixes: ReadonlyMap<string, string>;
	readonly #order = new FairOrder();
	#lastLine = performance.now();

	constructor(run: RunHandle, output: ReportOutput) {
		this.#run = run;
		this.#output = output;
		this.#prefixes = prefixes(
			run.plan.jobs.map(({name}) => name),
			output.color,
		);
		const {jobs, stages} = run.plan;
		this.#print([
			`${runTitle(run)}  ${count(jobs.length, 'job')} in ${count(stages.length, 'stage')}  ${run.executor.name}`,
		]);
		if (run.executor.note !== undefined) this.#print([run.executor.note]);
	}

	/** `within` is the trigger job of the child pipeline that it happened in. */
	tell(event: RunEvent, within = ''): void {
		switch (event.type) {
			case 'child-event': {
				this.tell(event.event, `${within}${event.job} / `);
				break;
			}

			case 'job-started': {
				const words = event.attempt > 1 ? `started, attempt ${event.attempt}` : 'started';
				this.#add(within + event.job, `${glyphOf('running', this.#output)} ${words}`);
				break;
			}

			case 'job-log': {
				this.#add(within + event.job, this.#output.color ? event.text : unpainted(event.text));
				break;
			}

			case 'job-finished': {
				this.#add(within + event.job, finishLine(event, this.#output), true);
				break;
			}

			case 'run-finished': {
				if (within === '') this.end();
				break;
			}

			default: {
				// Stages and the run itself are told by their jobs, the title and the summary.
				break;
			}
		}
	}

	beat(): void {
		const now = performance.now();
		this.#print(this.#order.tick(now));
		if (now - this.#lastLine >= longestSilence) this.#sayWhatRuns();
	}

	end(): void {
		this.#print(this.#order.drain());
	}

	#add(job: string, text: string, ended = false): void {
		const line = `${this.#prefixes.get(job) ?? `[${job}]`} ${text}`.trimEnd();
		this.#print(this.#order.add(job, line, performance.now(), ended));
	}

	#sayWhatRuns(): void {
		this.#lastLine = performance.now();
		const now = Date.now();
		const running = [...this.#run.getState().jobs.values()].filter(({status}) => status === 'Running');
		if (running.length === 0) return;
		const names = running.map(
			({name, attempts}) => `${name} ${formatDuration(now - (attempts.at(-1)?.startedAt ?? now))}`,
		);
		this.#print([paint(`still running: ${names.join(', ')}`, {dim: true}, this.#output.color)]);
	}

	#print(lines: readonly string[]): void {
		if (lines.length === 0) return;
		this.#lastLine = performance.now();
		this.#output.write(`${lines.join('\n')}\n`);
	}
}

const colors: readonly Style[] = (['cyan', 'yellow', 'green', 'magenta', 'blue'] as const).map(color => ({color}));

/** `[job]` of one width for all, each job's in a colour of its own. */
function prefixes(jobs: readonly string[], color: boolean): ReadonlyMap<string, string> {
	const width = Math.min(widestPrefix, Math.max(0, ...jobs.map(job => job.length))) + 2;
	return new Map(
		jobs.map((job, place) => [job, paint(`[${job}]`.padEnd(width), colors[place % colors.length] ?? {}, color)]),
	);
}

function count(number: number, what: string): string {
	return `${number} ${what}${number === 1 ? '' : 's'}`;
}
