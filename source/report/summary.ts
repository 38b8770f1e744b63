import {dirname, relative} from 'node:path';
import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';
import type {RunHandle} from '../engine/run-handle.js';
import type {LogLine} from '../logs/log.js';
import {type Reason, reasonText} from '../model/reason.js';
import type {JobState, RunState} from '../model/run-state.js';
import {formatDuration} from './duration.js';
import {readFailure} from './failure-log.js';
import {type LookName, lookOf, lookOfJob, looks, wordsOf} from './look.js';
import {paint, unpainted} from './paint.js';
import {glyphOf, type ReportOutput} from './report-output.js';
import {whichCommit} from './run-title.js';
import {shellWord} from './shell-word.js';

export interface SummaryOptions extends Pick<ReportOutput, 'color' | 'ascii'> {
	/** The terminal's size; lines are not cut, and forty of them are printed at most, where there is none. */
	readonly columns?: number | undefined;
	readonly rows?: number | undefined;
	/** Log files are told relative to it. */
	readonly cwd: string;
}

type Run = Pick<RunHandle, 'run' | 'plan' | 'getState' | 'openLog' | 'logFile'>;

/** Shown whole at the most; the others in a line each. */
const mostFailures = 3;
const mostLinesOfFailure = 30;
const mostNames = 5;

/** What stays on the screen after a run: on one screen, as wide as the terminal but for commands to copy, with failures nearest to the prompt. */
export async function summarize(run: Run, options: SummaryOptions): Promise<string> {
	const state = run.getState();
	const jobs = [...state.jobs.values()];
	const failed = jobs.filter(job => job.status === 'Failed' && !job.allowed);
	const head = [title(run, state, jobs, options), ...notes(jobs, options)];
	const foot = next(run, state, failed, jobs, options);
	// A failure takes seven rows at the least.
	const most = Math.max(1, Math.min(mostFailures, Math.floor(((options.rows ?? 40) - 6) / 7)));
	const others = failed.slice(most);
	if (others.length > 0) head.push(...otherFailures(others, options));
	const shown = failed.slice(0, most);
	const room = (options.rows ?? 40) - 2 - head.length - rowsOf(foot, options.columns) - shown.length;
	const each = Math.max(3, Math.min(mostLinesOfFailure, Math.floor(room / Math.max(1, shown.length))));
	const blocks: string[] = [];
	for (const job of shown) blocks.push('', ...(await failure(run, job, each, options)));
	const {columns} = options;
	const cut = (line: string) => (columns === undefined ? line : cliTruncate(line, columns));
	const lines = [...[...head, ...blocks, ...(shown.length > 0 ? [''] : [])].map(cut), foot];
	return `${lines.join('\n')}\n`;
}

function title({run, plan}: Run, state: RunState, jobs: readonly JobState[], options: SummaryOptions): string {
	const {branch, commitHash} = plan.pipeline;
	const look = lookOf({status: state.status, reasonKind: state.reason?.kind});
	const word = paint(looks[look].word.toUpperCase(), looks[look].style, options.color);
	const took =
		state.startedAt !== undefined && state.endedAt !== undefined
			? ` in ${formatDuration(state.endedAt - state.startedAt)}`
			: '';
	const counts = countLooks(jobs).map(([name, number]) => paint(`${name} ${number}`, looks[name].style, options.color));
	return `ci-tui #${run}  ${whichCommit(branch, commitHash)}  ${glyphOf(look, options)} ${word}${took}    ${counts.join('  ')}`;
}

/** How many jobs ended how; the finer looks count as what they are. */
function countLooks(jobs: readonly JobState[]): readonly (readonly [LookName, number])[] {
	const coarse: Partial<Record<LookName, LookName>> = {
		retried: 'passed',
		timeout: 'failed',
		memory: 'failed',
		error: 'failed',
	};
	const counts = new Map<LookName, number>();
	for (const job of jobs) {
		const look = lookOfJob(job);
		const counted = coarse[look] ?? look;
		counts.set(counted, (counts.get(counted) ?? 0) + 1);
	}

	const order: readonly LookName[] = ['passed', 'failed', 'allowed', 'canceled', 'skipped', 'manual'];
	const rank = (look: LookName) => (order.includes(look) ? order.indexOf(look) : order.length);
	return [...counts].sort(([a], [b]) => rank(a) - rank(b));
}

/** The slowest job, failures that were allowed, what was tried again: one line, and none when there is nothing to tell. */
function notes(jobs: readonly JobState[], options: SummaryOptions): readonly string[] {
	const parts: string[] = [];
	const slowest = jobs.reduce<JobState | undefined>(
		(slow, job) => (duration(job) > duration(slow) ? job : slow),
		undefined,
	);
	if (slowest !== undefined && jobs.length > 1)
		parts.push(`slowest ${slowest.name} ${formatDuration(duration(slowest))}`);
	for (const look of ['allowed', 'retried'] as const) {
		const names = jobs
			.filter(job => lookOfJob(job) === look)
			.map(({name, reason}) => (look === 'allowed' ? `${name}${because(reason)}` : name));
		if (names.length > 0) parts.push(`${glyphOf(look, options)} ${looks[look].word}: ${someOf(names)}`);
	}

	return parts.length === 0 ? [] : [` ${parts.join('   ')}`];
}

function otherFailures(jobs: readonly JobState[], options: SummaryOptions): readonly string[] {
	const told = jobs.slice(0, mostNames).map(job => ` ${heading(job, undefined, options)}`);
	return jobs.length > mostNames ? [...told, `   and ${jobs.length - mostNames} more failed`] : told;
}

async function failure(run: Run, job: JobState, room: number, options: SummaryOptions): Promise<readonly string[]> {
	const attempt = job.attempts.at(-1)?.number;
	if (attempt === undefined) return [` ${heading(job, undefined, options)}`];
	const log = run.openLog(job.name, attempt);
	try {
		const {command, lines, earlier} = await readFailure(log, room - 3);
		const news = lines.filter(line => command !== undefined || !isTold(line, job.reason));
		const text = news.map(line => `   ${options.color ? line.text : unpainted(line.text)}`);
		return [
			` ${heading(job, command?.text, options)}`,
			...(earlier > 0
				? [
						paint(
							`   ${options.ascii ? '...' : '…'} ${earlier} earlier ${earlier === 1 ? 'line' : 'lines'}`,
							{dim: true},
							options.color,
						),
					]
				: []),
			...text,
			`   ${paint('log', {dim: true}, options.color)}   ${path(run.logFile(job.name, attempt), options.cwd)}`,
		];
	} finally {
		log.close();
	}
}

/** An error of the runner is in the heading already, and its details are for the log. */
function isTold({kind, text}: LogLine, reason: Reason | undefined): boolean {
	return reason?.kind === 'runner' && (kind === 'notice' || unpainted(text) === reason.message);
}

function heading(job: JobState, command: string | undefined, options: SummaryOptions): string {
	const look = lookOfJob(job);
	const {attempts} = job;
	const attempt = attempts.length > 1 ? `   attempt ${attempts.at(-1)?.number} of ${attempts.length}` : '';
	const reason = job.reason && reasonText(job.reason);
	const why = look === 'failed' ? (reason ?? 'failed') : wordsOf(look, reason);
	const [first = '', ...more] = (command ?? '').split('\n');
	const where = command === undefined ? '' : ` in \`${first}${more.length > 0 ? ' …' : ''}\``;
	const took = attempts.length === 0 ? '' : `   ${formatDuration(duration(job))}`;
	return `${glyphOf(look, options)} ${paint(job.name, {bold: true}, options.color)}${attempt}   ${why}${where}${took}`;
}

/** Commands that go on from here. */
function next(
	run: Run,
	state: RunState,
	failed: readonly JobState[],
	jobs: readonly JobState[],
	options: SummaryOptions,
): string {
	const started = jobs.find(({attempts}) => attempts.length > 0);
	const [first] = failed;
	const commands: string[] = [];
	if (state.status !== 'Success') commands.push(`ci-tui retry ${run.run}`);
	if (first !== undefined) {
		const name = shellWord(first.name);
		commands.push(`ci-tui shell ${name}`, `ci-tui report --run ${run.run} --job ${name} --logs`);
	} else commands.push(`ci-tui report --run ${run.run}`);
	const label = (text: string) => paint(text, {dim: true}, options.color);
	const logs =
		first === undefined && started !== undefined
			? `${label('logs')}  ${path(dirname(run.logFile(started.name, 1)), options.cwd)}   `
			: '';
	return ` ${logs}${label('next')}  ${commands.join(' | ')}`;
}

function rowsOf(line: string, columns: number | undefined): number {
	return columns === undefined ? 1 : Math.ceil(stringWidth(line) / columns);
}

function duration(job: JobState | undefined): number {
	const last = job?.attempts.at(-1);
	return last === undefined ? 0 : (last.endedAt ?? last.startedAt) - last.startedAt;
}

function because(reason: Reason | undefined): string {
	return reason === undefined ? '' : ` (${reasonText(reason)})`;
}

function someOf(names: readonly string[]): string {
	return names.length <= mostNames
		? names.join(', ')
		: `${names.slice(0, mostNames - 1).join(', ')} and ${names.length - mostNames + 1} more`;
}

/** Relative where that is shorter to read. */
function path(file: string, cwd: string): string {
	const below = relative(cwd, file);
	return below.startsWith('..') ? file : below || '.';
}
