import type {AttemptState, JobState} from '../../model/run-state.js';
import {formatDuration} from '../../report/duration.js';
import {jobNote} from '../notes.js';
import {selectedLines} from '../state/log-cursor.js';
import type {SearchState} from '../state/log-search.js';
import type {LogSnapshot} from '../state/log-view.js';
import {type Row, span} from '../text/row.js';
import {glyphOf, lookOfJob, looks, type Theme} from '../theme.js';
import type {LogMargin} from './log-margin.js';

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

export interface LogPositionView extends Pick<LogMargin, 'times'> {
	readonly snapshot: LogSnapshot;
	readonly wrap: boolean;
	readonly theme: Theme;
}

/** ` 1204 lines · END · wrap · /refund 3/7 ` or the pill `▼ 137 new (G)`. */
export function logPosition({snapshot, wrap, times, theme}: LogPositionView): Row {
	const dot = ` ${theme.symbols.dot} `;
	const {shown, only, search, cursor, total} = snapshot;
	const last = snapshot.place + snapshot.lines.length;
	const place = snapshot.follow ? 'END' : `${shown === 0 ? 0 : Math.round((last / shown) * 100)}%`;
	const chosen = selectedLines(cursor);
	const facts = [
		`${total} ${total === 1 ? 'line' : 'lines'}`,
		place,
		wrap ? 'wrap' : '',
		times === 'off' ? '' : `time ${times}`,
		snapshot.offset > 0 ? `column ${snapshot.offset + 1}` : '',
		only === undefined ? '' : `&${only.inverse ? '!' : ''}${only.pattern} ${only.count}${only.complete ? '' : '+'}`,
		search === undefined ? '' : searchText(search),
		chosen === undefined ? '' : `${chosen.last - chosen.first + 1} selected`,
	].filter(fact => fact !== '');
	const pill =
		snapshot.unseen > 0
			? [span(` ${theme.symbols.down} ${snapshot.unseen} new (G) `, {inverse: true, color: 'yellow'}), span(' ')]
			: [];
	return [...pill, span(` ${facts.join(dot)} `, {dim: true})];
}

function searchText({pattern, line, index, count, complete}: SearchState): string {
	if (line < 0) {
		return `/${pattern} not found`;
	}

	return count === 0 ? `/${pattern}` : `/${pattern} ${index === 0 ? '?' : index}/${count}${complete ? '' : '+'}`;
}
