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
	readonly help: boolean;
	/** A run is being started or opened. */
	readonly busy: string | undefined;
	readonly toast: Toast | undefined;
}

export type HomeAction =
	| {readonly type: 'plan-loaded'; readonly plan: PlanView}
	| {readonly type: 'runs-listed'; readonly runs: readonly PipelineExecution[]}
	| {readonly type: 'reloading'}
	| {readonly type: 'moved'; readonly by: number}
	| {readonly type: 'pane-switched'}
	| {readonly type: 'help-switched'}
	| {readonly type: 'busy-changed'; readonly busy: string | undefined}
	| {readonly type: 'toasted'; readonly toast: Toast | undefined};

export const initialHome: HomeState = {
	plan: undefined,
	runs: undefined,
	focus: 'plan',
	planIndex: 0,
	runIndex: 0,
	help: false,
	busy: undefined,
	toast: undefined,
};

export function reduceHome(state: HomeState, action: HomeAction): HomeState {
	switch (action.type) {
		case 'plan-loaded': {
			return {...state, plan: action.plan, planIndex: 0};
		}

		case 'runs-listed': {
			return {...state, runs: action.runs, runIndex: Math.min(state.runIndex, Math.max(0, action.runs.length - 1))};
		}

		case 'reloading': {
			return {...state, plan: undefined};
		}

		case 'moved': {
			return state.focus === 'plan'
				? {...state, planIndex: within(state.planIndex + action.by, planTargets(state).length)}
				: {...state, runIndex: within(state.runIndex + action.by, state.runs?.length ?? 0)};
		}

		case 'pane-switched': {
			return {...state, focus: state.focus === 'plan' ? 'runs' : 'plan'};
		}

		case 'help-switched': {
			return {...state, help: !state.help};
		}

		case 'busy-changed': {
			return {...state, busy: action.busy};
		}

		case 'toasted': {
			return {...state, toast: action.toast};
		}
	}
}

/** What can be started from the plan's pane: the whole pipeline (undefined) first, then each job with what it needs. */
export function planTargets({plan}: HomeState): readonly (string | undefined)[] {
	return plan?.kind === 'plan' ? [undefined, ...plan.plan.jobs.map(job => job.name)] : [];
}

function within(index: number, length: number): number {
	return Math.min(Math.max(0, length - 1), Math.max(0, index));
}
