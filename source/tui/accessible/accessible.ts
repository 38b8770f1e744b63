import type {RunHandle} from '../../engine/run-handle.js';
import type {RunState} from '../../model/run-state.js';
import {isSettled} from '../../model/status.js';
import type {HomeSource} from '../home.js';
import {failedJobs} from '../impact.js';
import {jobsIn, type PlacedJob, pathOf} from '../placed-job.js';
import {linkText} from '../problems/link.js';
import {runOf} from '../run-of.js';
import {readFailure} from '../state/failure.js';
import {clean, plain} from '../text/cut.js';
import {eventWords, heartbeatWords, statusWords} from './run-words.js';

export interface AccessibleOptions {
	readonly home?: HomeSource;
	readonly run?: RunHandle;
	readonly stdin: NodeJS.ReadStream;
	readonly write: (text: string) => void;
	readonly now: () => number;
}

export interface AccessibleResult {
	readonly run?: RunHandle;
	readonly reason: 'quit' | 'quit-canceled';
}

const heartbeatMs = 30_000;
const logLines = 20;
const runKeys =
	's status, f what failed, l last lines of the log, r retry what failed, p play a manual job, x cancel, q quit';

/** The UI as sentences that are only ever added, for screen readers: no other screen, no glyph, nothing drawn again. */
export async function runAccessible(options: AccessibleOptions): Promise<AccessibleResult> {
	const keys = readKeys(options.stdin);
	try {
		const run = options.run ?? (await chooseRun(options, keys));
		return run === undefined ? {reason: 'quit'} : {run, reason: await followRun(run, options, keys)};
	} finally {
		keys.close();
	}
}

/** The Home view: what would run, and `r` runs it. */
async function chooseRun({home, write}: AccessibleOptions, keys: Keys): Promise<RunHandle | undefined> {
	const say = sayer(write);
	const view = await home?.loadPlan();
	if (home === undefined || view === undefined) {
		return undefined;
	}

	const jobs = view.kind === 'plan' ? view.plan.jobs.map(({name}) => name).join(', ') : '';
	say(
		view.kind === 'plan'
			? `The pipeline has these jobs: ${jobs}. Press r to run it, q to quit.`
			: `${view.text}\nPress q to quit.`,
	);
	for (;;) {
		const key = await keys.next();
		if (key === 'r' && view.kind === 'plan') {
			return home.start();
		}

		if (key === 'q' || key === '\u0003') {
			return undefined;
		}
	}
}

async function followRun(
	run: RunHandle,
	{write, now}: AccessibleOptions,
	keys: Keys,
): Promise<AccessibleResult['reason']> {
	const say = sayer(write);
	let saidAt = now();
	const tell = (text: string | undefined) => {
		if (text !== undefined) {
			saidAt = now();
			say(text);
		}
	};
	tell(`Run ${run.run} of ${run.plan.pipeline.name}. Keys: ${runKeys}.`);
	const stop = run.onEvent(event => tell(eventWords(event)), 'none');
	const timer = setInterval(() => {
		if (now() - saidAt >= heartbeatMs) {
			tell(heartbeatWords(run.getState(), now()));
		}
	}, 1000);
	try {
		return await answerKeys(run, tell, now, keys);
	} finally {
		clearInterval(timer);
		stop();
	}
}

async function answerKeys(
	run: RunHandle,
	tell: (text: string | undefined) => void,
	now: () => number,
	keys: Keys,
): Promise<AccessibleResult['reason']> {
	for (;;) {
		const state = run.getState();
		switch (await keys.next()) {
			case 's': {
				tell(statusWords(run.getState(), now()).join('\n'));
				break;
			}

			case 'f': {
				tell(await failureWords(run));
				break;
			}

			case 'l': {
				tell(await lastLines(run));
				break;
			}

			case 'r': {
				const failed = failedJobs(run.getState());
				if (failed.length === 0) {
					tell('Nothing has failed.');
				} else if (await asked(`Run ${failed.join(', ')} again?`, tell, keys)) {
					run.send({type: 'retry-failed'});
				}

				break;
			}

			case 'p': {
				const manual = [...state.jobs.values()].find(job => job.status === 'Pending' && job.reason?.kind === 'manual');
				if (manual === undefined) {
					tell('No job waits to be played.');
				} else if (await asked(`Play ${manual.name}?`, tell, keys)) {
					run.send({type: 'play-job', job: manual.name});
				}

				break;
			}

			case 'x':
			case '\u0003': {
				if (isSettled(run.getState().status)) {
					return 'quit';
				}

				if (await asked('Cancel the run?', tell, keys)) {
					run.send({type: 'cancel-run'});
					await run.settled();
					return 'quit-canceled';
				}

				break;
			}

			case 'q': {
				return 'quit';
			}

			case '?': {
				tell(`Keys: ${runKeys}.`);
				break;
			}

			default: {
				break;
			}
		}
	}
}

async function asked(question: string, tell: (text: string) => void, keys: Keys): Promise<boolean> {
	tell(`${question} Press y for yes, any other key for no.`);
	const key = await keys.next();
	return key === 'y' || key === '\u0003';
}

/** Of each failed job: the command, the lines that say why, and the place. */
async function failureWords(run: RunHandle): Promise<string> {
	const words: string[] = [];
	for (const place of failures(run.getState())) {
		const attempt = place.job.attempts.at(-1);
		const owner = runOf(run, place.run);
		if (attempt === undefined || owner === undefined) {
			continue;
		}

		const name = pathOf(place);
		const log = owner.openLog(place.job.name, attempt.number);
		try {
			const {command, errors, place} = await readFailure(log, 0, 5);
			words.push(
				`${name} failed${command === undefined ? '' : ` with exit code ${command.exitCode} in: ${command.text}`}.`,
				...errors.map(line => plain(line).trim()),
				...(place === undefined ? [] : [`At ${linkText(place)}.`]),
			);
		} finally {
			log.close();
		}
	}

	return words.length === 0 ? 'Nothing has failed.' : words.join('\n');
}

/** In the run and its children, without what is allowed and what was skipped. */
function failures(state: RunState): readonly PlacedJob[] {
	return jobsIn(state).filter(({state: own, job}) => failedJobs(own).includes(job.name));
}

/** Of the job that failed first, else of the one that runs. */
async function lastLines(run: RunHandle): Promise<string> {
	const jobs = [...run.getState().jobs.values()].filter(job => job.attempts.length > 0);
	const job =
		jobs.find(({status, allowed}) => status === 'Failed' && !allowed) ??
		jobs.find(({status}) => status === 'Running') ??
		jobs.at(-1);
	const attempt = job?.attempts.at(-1);
	if (job === undefined || attempt === undefined) {
		return 'No job has started.';
	}

	const log = run.openLog(job.name, attempt.number);
	try {
		await log.read(0, 0);
		const lines = await log.read(Math.max(0, log.length - logLines), logLines);
		return [`The log of ${job.name}:`, ...lines.map(line => plain(line.text))].join('\n');
	} finally {
		log.close();
	}
}

function sayer(write: (text: string) => void): (text: string) => void {
	return text => {
		for (const line of text.split('\n')) {
			write(`${clean(line, false)}\n`);
		}
	};
}

interface Keys {
	next(): Promise<string>;
	close(): void;
}

/** Keys one by one, also those pressed before they were asked for. */
function readKeys(stdin: NodeJS.ReadStream): Keys {
	const pressed: string[] = [];
	const waiting: ((key: string) => void)[] = [];
	const onReadable = () => {
		for (let chunk = stdin.read(); chunk !== null; chunk = stdin.read()) {
			pressed.push(...String(chunk));
		}

		while (pressed.length > 0 && waiting.length > 0) {
			waiting.shift()?.(pressed.shift() ?? '');
		}
	};
	stdin.setRawMode(true);
	stdin.ref();
	stdin.on('readable', onReadable);
	return {
		next: async () =>
			new Promise(resolve => {
				const key = pressed.shift();
				if (key === undefined) {
					waiting.push(resolve);
				} else {
					resolve(key);
				}
			}),
		close() {
			stdin.off('readable', onReadable);
			stdin.setRawMode(false);
			stdin.unref();
		},
	};
}
