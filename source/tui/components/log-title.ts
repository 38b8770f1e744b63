import type {AttemptState, JobState} from '../../model/run-state.js';
import {formatDuration} from '../../report/duration.js';
import {jobNote} from '../notes.js';
import type {LogSnapshot} from '../state/log-view.js';
import {type Row, span} from '../text/row.js';
import {glyphOf, lookOfJob, looks, type Theme} from '../theme.js';

export interface LogTitleView {
	readonly job: JobState | undefined;
	readonly stage: string | undefined;
	/** The attempt whose log is shown. */
	readonly attempt: AttemptState | undefined;
	readonly focused: boolean;
	readonly theme: Theme;
	readonly now: number;
	readonly tick: number;
	readonly width: number;
}

/** ` ✘ test:unit · attempt 2 of 2 · exit 1 · 58s ` */
export function logTitle({job, stage, attempt, focused, theme, now, tick, width}: LogTitleView): Row {
	if (job === undefined) {
		return [span(stage === undefined ? ' no job ' : ` stage ${stage} `, {bold: focused})];
	}

	const name = lookOfJob(job);
	const dot = ` ${theme.symbols.dot} `;
	const latest = attempt === undefined || attempt === job.attempts.at(-1);
	const note = latest ? jobNote(job, now) : attempt.exitCode === undefined ? '' : `exit ${attempt.exitCode}`;
	const facts = [
		job.attempts.length > 1 && attempt !== undefined
			? `attempt ${attempt.number}${width < 50 ? '/' : ' of '}${job.attempts.length}`
			: '',
		latest ? (note === '' ? looks[name].word : note) : `earlier attempt, ${note}`,
		attempt === undefined ? '' : formatDuration((attempt.endedAt ?? now) - attempt.startedAt),
	].filter(fact => fact !== '');
	return [
		span(' '),
		span(glyphOf(name, theme, tick), looks[name].style),
		span(` ${job.name}`, {bold: true, ...(focused ? {color: 'cyan'} : {})}),
		span(`${dot}${facts.join(dot)} `),
	];
}

/** ` 1204 lines · END · wrap · /refund 3/7 ` or the pill `▼ 137 new (G)`. */
export function logPosition(snapshot: LogSnapshot, wrap: boolean, theme: Theme): Row {
	const dot = ` ${theme.symbols.dot} `;
	const last = snapshot.first + snapshot.lines.length;
	const place = snapshot.follow ? 'END' : `${snapshot.total === 0 ? 0 : Math.round((last / snapshot.total) * 100)}%`;
	const facts = [
		`${snapshot.total} ${snapshot.total === 1 ? 'line' : 'lines'}`,
		place,
		wrap ? 'wrap' : '',
		snapshot.offset > 0 ? `column ${snapshot.offset + 1}` : '',
		snapshot.search === undefined ? '' : searchText(snapshot.search),
	].filter(fact => fact !== '');
	const pill =
		snapshot.unseen > 0
			? [span(` ${theme.symbols.down} ${snapshot.unseen} new (G) `, {inverse: true, color: 'yellow'}), span(' ')]
			: [];
	return [...pill, span(` ${facts.join(dot)} `, {dim: true})];
}

function searchText(search: NonNullable<LogSnapshot['search']>): string {
	if (search.line < 0) {
		return `/${search.pattern} not found`;
	}

	const count =
		search.count === 0
			? ''
			: ` ${search.index === 0 ? '?' : search.index}/${search.count}${search.complete ? '' : '+'}`;
	return `/${search.pattern}${count}`;
}
