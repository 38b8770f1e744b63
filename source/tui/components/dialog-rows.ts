import type {RunState} from '../../model/run-state.js';
import {jobAt, jobsIn, pathOf} from '../placed-job.js';
import type {Dialog} from '../state/ui-state.js';
import {clockText} from '../text/clock.js';
import {type Row, span} from '../text/row.js';

export interface DialogView {
	readonly title: string;
	readonly rows: readonly Row[];
}

/** What a dialog says, and the keys that answer it. */
export function dialogRows(
	dialog: Exclude<Dialog, {readonly kind: 'help' | 'play' | 'palette'}>,
	state: RunState,
): DialogView {
	switch (dialog.kind) {
		case 'quit': {
			return {
				title: `run #${state.run} is still on`,
				rows: [
					answer('c', 'cancel the run and quit'),
					answer('w', 'leave the screen and wait: plain lines, no keys'),
					answer('Esc', 'stay here'),
					[],
					[span('Ctrl+C cancels too; once more kills.', {dim: true})],
				],
			};
		}

		case 'cancel-run': {
			const running = jobsIn(state).filter(({job}) => job.status === 'Running').length;
			return {
				title: `cancel run #${state.run}?`,
				rows: [
					[span(`${running} ${running === 1 ? 'job runs' : 'jobs run'}; what has not started will not.`)],
					[],
					answer('y', 'cancel the run'),
					answer('Esc', 'let it go on'),
				],
			};
		}

		case 'retry': {
			return {
				title: dialog.all
					? 'retry all failed jobs?'
					: dialog.jobs.length > 1
						? `retry ${dialog.jobs.length} jobs?`
						: `retry ${nameOf(dialog.jobs[0], state)}?`,
				rows: retryRows(dialog, state),
			};
		}
	}
}

function nameOf(id: string | undefined, state: RunState): string {
	const place = jobAt(state, id);
	return place === undefined ? '' : pathOf(place);
}

function retryRows({jobs, impact, all, about}: Dialog & {kind: 'retry'}, state: RunState): readonly Row[] {
	const names = all || jobs.length > 1 ? jobs.map((id): Row => [span(`  ${nameOf(id, state)}`, {bold: true})]) : [];
	const again = impact.map((name): Row => [span(`  ${name}`)]);
	return [
		...(all || jobs.length > 1 ? [[span('Runs again:')], ...few(names)] : []),
		...(again.length > 0
			? [[span(all ? 'And then, as they were skipped:' : 'Runs again after it, as they were skipped:')], ...few(again)]
			: []),
		...(about === undefined ? [] : [[], [span(`It takes about ${clockText(about)}.`)]]),
		[],
		answer('y', 'retry (Enter too)'),
		answer('Esc', 'leave it'),
	];
}

function few(rows: readonly Row[]): readonly Row[] {
	return rows.length <= 6 ? rows : [...rows.slice(0, 5), [span(`  and ${rows.length - 5} more`, {dim: true})]];
}

function answer(key: string, text: string): Row {
	return [span(key.padEnd(5), {bold: true, color: 'cyan'}), span(text)];
}
