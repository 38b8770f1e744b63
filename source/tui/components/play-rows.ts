import type {Plan} from '../../model/plan.js';
import type {RunState} from '../../model/run-state.js';
import type {PlayForm} from '../state/play-form.js';
import {type Row, span} from '../text/row.js';
import type {Theme} from '../theme.js';
import type {DialogView} from './dialog-rows.js';

export interface PlayView {
	readonly job: string;
	readonly form: PlayForm;
	readonly state: RunState;
	readonly plan: Plan;
	/** When it ran last, in words. */
	readonly lastRan: string | undefined;
	readonly theme: Theme;
}

/** The variables of a manual job, what it lets go on, and when it last ran. */
export function playView({job, form, state, plan, lastRan, theme}: PlayView): DialogView {
	const planned = plan.jobs.find(({name}) => name === job);
	const unlocks = [...state.jobs.values()].filter(
		({reason, status}) => status === 'Pending' && reason?.kind === 'blocked' && reason.by === job,
	);
	const facts = [
		planned?.manualConfirmation ?? '',
		unlocks.length === 0 ? '' : `lets go on: ${unlocks.map(({name}) => name).join(', ')}`,
		lastRan === undefined ? '' : `last ran ${lastRan}`,
	].filter(fact => fact !== '');
	const widest = Math.max(0, ...form.fields.map(({name}) => name.length));
	return {
		title: `play ${job}?`,
		rows: [
			...facts.map((fact): Row => [span(fact)]),
			...(facts.length === 0 ? [] : [[]]),
			[span('variables', {bold: true})],
			...form.fields.map(({name, value, changed}, index): Row => {
				const chosen = index === form.at;
				return [
					span(chosen ? `${theme.symbols.selected} ` : '  ', {bold: true, color: 'cyan'}),
					span(name === '' ? '' : `${name.padEnd(widest)} = `, {dim: !changed}),
					span(value === '' && name === '' && !chosen ? 'KEY=VALUE' : value, {dim: name === '' && !chosen}),
					...(chosen ? [span(theme.color ? ' ' : '_', {inverse: true})] : []),
				];
			}),
			[],
			[
				span('Enter', {bold: true, color: 'cyan'}),
				span(' play   '),
				span('KEY=VALUE Enter', {bold: true, color: 'cyan'}),
				span(' add a variable   '),
				span('Esc', {bold: true, color: 'cyan'}),
				span(' leave it'),
			],
		],
	};
}
