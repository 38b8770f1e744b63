import type {Plan} from '../../model/plan.js';
import type {RunState} from '../../model/run-state.js';
import {needsOf} from '../history/estimate.js';
import {columns, cut, cutMiddle} from '../text/cut.js';
import {type Row, span} from '../text/row.js';
import {glyphOf, lookOfJob, looks, type Theme} from '../theme.js';
import type {Item, Page} from './page.js';

export interface GraphView {
	readonly state: RunState;
	readonly plan: Plan;
	readonly width: number;
	readonly tick: number;
	readonly theme: Theme;
}

/** A column narrower than this shows too little of a name. */
const narrowest = 18;

/** Stages side by side where they fit, above the jobs in an order in which each comes after all that it waits for. */
export function graphPage(view: GraphView): Page {
	const {state, plan, width, theme} = view;
	const widest = Math.max(0, ...plan.jobs.map(({name}) => columns(name)));
	const nameWidth = Math.min(Math.max(28, widest), Math.max(28, Math.floor(width / 2)));
	const column = Math.floor((width - 2) / Math.max(1, plan.stages.length));
	return {
		title: 'GRAPH',
		head: column >= narrowest ? [...stageColumns(view, column), []] : [],
		items: plan.jobs.map(({name, needs, stage}): Item => {
			const job = state.jobs.get(name);
			const look = job === undefined ? 'waiting' : lookOfJob(job);
			const atOnce = needsOf(plan, name).length === 0;
			const shown = cutMiddle(name, nameWidth, theme.symbols.ellipsis);
			const after = needs === undefined ? `after the stages before ${stage}` : needs.map(need => need.job).join(', ');
			return {
				row: [
					span(` ${glyphOf(look, theme, view.tick)}`, looks[look].style),
					span(` ${shown}${' '.repeat(nameWidth - columns(shown))}`, {bold: true}),
					span(` ${atOnce ? 'starts at once' : `${theme.symbols.from} ${after}`}`, {dim: true}),
				],
				target: {kind: 'job', job: name},
			};
		}),
		foot: [],
	};
}

function stageColumns({state, plan, theme, tick}: GraphView, column: number): readonly Row[] {
	const stages = plan.stages.map(({name}) => ({name, jobs: plan.jobs.filter(job => job.stage === name)}));
	const tallest = Math.min(8, Math.max(0, ...stages.map(({jobs}) => jobs.length)));
	const heading = stages.map(({name}) => span(fitted(` ${name}`, column), {bold: true}));
	const rows = Array.from(
		{length: tallest},
		(_, place): Row =>
			stages.flatMap(({jobs}) => {
				const job = jobs[place];
				const more = place === tallest - 1 && jobs.length > tallest;
				if (job === undefined || more) {
					return [span(fitted(more ? `   and ${jobs.length - tallest + 1} more` : '', column), {dim: true})];
				}

				const known = state.jobs.get(job.name);
				const look = known === undefined ? 'waiting' : lookOfJob(known);
				return [
					span(` ${glyphOf(look, theme, tick)}`, looks[look].style),
					span(fitted(` ${cutMiddle(job.name, column - 4, theme.symbols.ellipsis)}`, column - 2)),
				];
			}),
	);
	return [heading, ...rows];
}

function fitted(text: string, width: number): string {
	const shown = cut(text, 0, width - 1);
	return shown + ' '.repeat(Math.max(0, width - columns(shown)));
}
