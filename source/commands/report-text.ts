import stringWidth from 'string-width';
import type {JobExecution, PipelineExecution} from '../model/records.js';
import {isSettled, type Status} from '../model/status.js';
import {formatAge, formatDuration} from '../report/duration.js';
import {findingsWords} from '../report/finish-line.js';
import {type LookName, lookOf, lookOfExecution, looks, wordsOf} from '../report/look.js';
import {paint} from '../report/paint.js';
import {glyphOf} from '../report/report-output.js';
import {whichCommit} from '../report/run-title.js';
import type {Chosen} from './report-choice.js';
import type {ReportDependencies} from './report-dependencies.js';

type Output = Pick<ReportDependencies, 'color' | 'ascii' | 'now'>;

/** Runs as a table, one a line, newest first. */
export function runsTable(runs: readonly PipelineExecution[], output: Output): string {
	if (runs.length === 0) return 'nothing has been run here yet: start with `ci-tui run`\n';
	const now = output.now();
	return table([
		['run', 'status', 'when', 'took', 'branch', 'pipeline'],
		...runs.map(run => [
			`#${run.run_number}`,
			status(run.reason, lookOf({status: run.status, reasonKind: run.reason_kind}), output),
			run.start_time === undefined ? '' : formatAge(Date.parse(run.start_time), now),
			took(run, now),
			whichCommit(run.branch ?? '', run.commit_hash),
			run.name,
		]),
	]);
}

/** One run: its stages, their jobs, every attempt, and where its log is. */
export function runText({run, stages}: Chosen, output: Output): string {
	const now = output.now();
	const which = whichCommit(run.branch ?? '', run.commit_hash);
	const look = lookOf({status: run.status, reasonKind: run.reason_kind});
	const duration = took(run, now);
	const head = `#${run.run_number}  ${run.name}  ${which}  ${status(run.reason, look, output)}${duration && `  ${duration}`}`;
	const started = run.start_time === undefined ? [] : [`started ${run.start_time}`];
	const rows = stages.flatMap(({stage, jobs}) => [
		[paint(stage.name, {bold: true}, output.color), '', '', ''],
		...jobs.map(job => jobRow(job, jobs, output)),
	]);
	return `${[head, ...started].join('\n')}\n\n${table(rows)}`;
}

/** `attempt 2 of 3`, or nothing when there was but one. */
export function attemptOf(job: JobExecution, jobs: readonly JobExecution[]): string {
	const attempts = jobs.filter(({name}) => name === job.name).length;
	return attempts > 1 ? `attempt ${job.attempt} of ${attempts}` : '';
}

/** How a job ended, in words with its reason. */
export function jobWords(job: JobExecution): string {
	return wordsOf(lookOfExecution(job), job.reason);
}

function jobRow(job: JobExecution, jobs: readonly JobExecution[], output: Output): readonly string[] {
	const look = lookOfExecution(job);
	const name = [job.name, attemptOf(job, jobs)].filter(Boolean).join('  ');
	return [
		`  ${name}`,
		status(job.reason, look, output),
		`${took(job, output.now())}${findingsWords(job)}`.trimStart(),
		job.logs ?? '',
	];
}

function status(reason: string | undefined, look: LookName, output: Output): string {
	return `${glyphOf(look, output)} ${paint(wordsOf(look, reason), looks[look].style, output.color)}`;
}

interface Timed {
	readonly status: Status;
	readonly start_time?: string;
	readonly end_time?: string;
}

function took({status, start_time, end_time}: Timed, now: number): string {
	if (start_time === undefined || (end_time === undefined && isSettled(status))) return '';
	return formatDuration((end_time === undefined ? now : Date.parse(end_time)) - Date.parse(start_time));
}

function table(rows: readonly (readonly string[])[]): string {
	const widths: number[] = [];
	for (const row of rows)
		for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, stringWidth(cell));
	const line = (row: readonly string[]) =>
		row
			.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - stringWidth(cell)))
			.join('  ')
			.trimEnd();
	return `${rows.map(line).join('\n')}\n`;
}
