import {useCallback, useEffect, useReducer, useRef} from 'react';
import type {RunHandle} from '../../engine/run-handle.js';
import {scrolled} from '../commands/answer-dialog.js';
import {helpEnd} from '../components/help.js';
import type {HomeSource} from '../home.js';
import {lastErrorTop} from '../home-layout.js';
import {bindingOf, type CommandName} from '../keys/keymap.js';
import {type HomeState, initialHome, type PlanTarget, planTargets, reduceHome} from '../state/home-state.js';
import type {Theme} from '../theme.js';
import {useKeys} from './use-keys.js';
import {useToastEnd} from './use-toast-end.js';

interface HomeInput {
	readonly home: HomeSource;
	readonly now: () => number;
	readonly size: {readonly columns: number; readonly rows: number};
	readonly theme: Theme;
	readonly repaint: () => void;
	readonly suspend: () => void;
	readonly onRun: (run: RunHandle) => void;
	readonly onQuit: () => void;
}

/** The Home view's behaviour: reads the plan and the past runs, moves, starts and opens runs. */
export function useHome(input: HomeInput): HomeState {
	const {home, now, size, theme, repaint, suspend, onRun, onQuit} = input;
	const [shown, dispatch] = useReducer(reduceHome, initialHome);
	// Several keys may arrive before the next frame: each must see what the one before did.
	const current = useRef(shown);
	current.current = shown;
	const send = useCallback((action: Parameters<typeof reduceHome>[1]) => {
		current.current = reduceHome(current.current, action);
		dispatch(action);
	}, []);

	const tell = useCallback(
		(error: unknown) => {
			const text = error instanceof Error ? error.message : String(error);
			send({type: 'busy-changed', busy: undefined});
			send({type: 'toasted', toast: {text, tone: 'error', at: now()}});
		},
		[send, now],
	);

	const load = useCallback(() => {
		home.loadPlan().then(plan => send({type: 'plan-loaded', plan}), tell);
		home.listRuns().then(runs => send({type: 'runs-listed', runs}), tell);
	}, [home, send, tell]);
	useEffect(load, [load]);
	useEffect(
		() =>
			home.watch?.(() => {
				load();
				send({type: 'toasted', toast: {text: 'the pipeline file was read again', tone: 'info', at: now()}});
			}),
		[home, load, send, now],
	);

	useToastEnd(shown.toast, send, now);

	const start = (jobs?: readonly string[]) => {
		const {plan} = current.current;
		if (plan?.kind !== 'plan') {
			tell(
				new Error(
					plan === undefined
						? 'the pipeline file is still being read'
						: 'the pipeline file has errors: nothing can run',
				),
			);
			return;
		}

		send({type: 'busy-changed', busy: jobs === undefined ? 'starting the pipeline' : `starting ${jobs.join(', ')}`});
		home.start(jobs).then(onRun, tell);
	};

	const openPast = () => {
		const run = current.current.runs?.[current.current.runIndex];
		if (run === undefined) {
			tell(new Error('there is no past run yet'));
			return;
		}

		send({type: 'busy-changed', busy: `opening run #${run.run_number}`});
		home.openRun(run.run_number).then(opened => {
			if (opened === undefined) {
				tell(new Error(`run #${run.run_number} is gone`));
			} else {
				onRun(opened);
			}
		}, tell);
	};

	const startTarget = (target: PlanTarget | undefined) => {
		if (target?.kind === 'left-out') {
			tell(new Error(`${target.job.name} is left out: ${target.job.reason}`));
		} else if (target?.kind !== 'warning') {
			start(target?.kind === 'job' ? [target.job.name] : undefined);
		}
	};

	const openSelected = () => {
		const {focus, planIndex} = current.current;
		if (focus === 'runs') {
			openPast();
		} else {
			startTarget(planTargets(current.current)[planIndex]);
		}
	};

	const move = (by: number) => send({type: 'moved', by, lastTop: lastErrorTop(current.current, size, theme)});
	const half = Math.ceil((size.rows - 6) / 2);
	const leaveNothing = () => {
		const {focus} = current.current;
		if (focus === 'runs') {
			send({type: 'pane-switched'});
		} else {
			send({type: 'toasted', toast: {text: 'q leaves', tone: 'info', at: now()}});
		}
	};

	const commands: Partial<Record<CommandName, () => void>> = {
		run: () => start(),
		open: openSelected,
		down: () => move(1),
		up: () => move(-1),
		first: () => move(Number.NEGATIVE_INFINITY),
		last: () => move(Number.MAX_SAFE_INTEGER),
		'half-down': () => move(half),
		'half-up': () => move(-half),
		'switch-pane': () => send({type: 'pane-switched'}),
		help: () => send({type: 'help-changed', help: 0}),
		reload() {
			send({type: 'reloading'});
			load();
		},
		back: leaveNothing,
		quit: onQuit,
		interrupt: onQuit,
		repaint,
		suspend,
	};

	useKeys(
		key => {
			const {help} = current.current;
			if (help !== undefined) {
				const by = scrolled(key);
				const end = helpEnd({scope: ['home'], past: false, size, theme});
				send({type: 'help-changed', help: by === 0 ? undefined : Math.min(end, Math.max(0, help + by))});
				return;
			}

			const binding = bindingOf(key, ['home']);
			if (binding !== undefined && (current.current.busy === undefined || binding.command === 'interrupt')) {
				commands[binding.command]?.();
			}
		},
		() => {},
	);
	return shown;
}
