import type {Diagnostic} from '../../errors.js';
import type {LeftOutJob, Plan, PlannedJob} from '../../model/plan.js';
import type {PipelineExecution} from '../../model/records.js';
import type {PlanView} from '../home.js';
import type {Toast} from './ui-state.js';

/** Everything of the Home view. `plan` and `runs` are undefined while they are read. */
export interface HomeState {
	readonly plan: PlanView | undefined;
	readonly runs: readonly PipelineExecution[] | undefined;
	readonly focus: 'plan' | 'runs';
	/** Selected row of each pane. */
	readonly planIndex: number;
	readonly runIndex: number;
	/** First row shown of what is wrong with the file. */
	readonly errorTop: number;
	/** First row of the help that is shown over everything. */
	readonly help: number | undefined;
	/** A run is being started or opened. */
	readonly busy: string | undefined;
	readonly toast: Toast | undefined;
}

export type HomeAction =
	| {readonly type: 'plan-loaded'; readonly plan: PlanView}
	| {readonly type: 'runs-listed'; readonly runs: readonly PipelineExecution[]}
	| {readonly type: 'reloading'}
	/** `lastTop`: how far what is wrong with the file can be scrolled, when it is that which moves. */
	| {readonly type: 'moved'; readonly by: number; readonly lastTop?: number | undefined}
	| {readonly type: 'pane-switched'}
	| {readonly type: 'help-changed'; readonly help: number | undefined}
	| {readonly type: 'busy-changed'; readonly busy: string | undefined}
	| {readonly type: 'toasted'; readonly toast: Toast | undefined};

export const initialHome: HomeState = {
	plan: undefined,
	runs: undefined,
	focus: 'plan',
	planIndex: 0,
	runIndex: 0,
	errorTop: 0,
	help: undefined,
	busy: undefined,
	toast: undefined,
};

export function reduceHome(state: HomeState, action: HomeAction): HomeState {
	switch (action.type) {
		case 'plan-loaded': {
			const {planIndex} = state;
			const next = {...state, plan: action.plan, errorTop: 0};
			return {...next, planIndex: within(planIndex, planTargets(next).length)};
		}

		case 'runs-listed': {
			const runs = withoutChildren(action.runs);
			return {...state, runs, runIndex: Math.min(state.runIndex, Math.max(0, runs.length - 1))};
		}

		case 'reloading': {
			return {...state, plan: undefined};
		}

		case 'moved': {
			if (state.focus === 'plan' && action.lastTop !== undefined) {
				return {...state, errorTop: within(state.errorTop + action.by, action.lastTop + 1)};
			}

			return state.focus === 'plan'
				? {...state, planIndex: within(state.planIndex + action.by, planTargets(state).length)}
				: {...state, runIndex: within(state.runIndex + action.by, state.runs?.length ?? 0)};
		}

		case 'pane-switched': {
			return {...state, focus: state.focus === 'plan' ? 'runs' : 'plan'};
		}

		case 'help-changed': {
			return {...state, help: action.help};
		}

		case 'busy-changed': {
			return {...state, busy: action.busy};
		}

		case 'toasted': {
			return {...state, toast: action.toast};
		}
	}
}

/** What can be selected in the plan's pane, in its order. */
export type PlanTarget =
	| {readonly kind: 'pipeline'}
	| {readonly kind: 'job'; readonly job: PlannedJob}
	| {readonly kind: 'left-out'; readonly job: LeftOutJob}
	| {readonly kind: 'warning'; readonly warning: Diagnostic};

/** The pipeline, which Enter starts; its jobs, each of which it starts with what they need; and what is only to be read. */
export function planTargets({plan}: HomeState): readonly PlanTarget[] {
	return plan?.kind === 'plan' ? targetsOf(plan.plan) : [];
}

export function targetsOf({jobs, leftOut, warnings}: Plan): readonly PlanTarget[] {
	return [
		{kind: 'pipeline'},
		...jobs.map((job): PlanTarget => ({kind: 'job', job})),
		...leftOut.map((job): PlanTarget => ({kind: 'left-out', job})),
		...warnings.map((warning): PlanTarget => ({kind: 'warning', warning})),
	];
}

function within(index: number, length: number): number {
	return Math.min(Math.max(0, length - 1), Math.max(0, index));
}

/** A child pipeline's run is a tree in that of its parent, unless that is gone. */
function withoutChildren(runs: readonly PipelineExecution[]): readonly PipelineExecution[] {
	const numbers = new Set(runs.map(({run_number}) => run_number));
	return runs.filter(({parent_run}) => parent_run === undefined || !numbers.has(parent_run));
}
