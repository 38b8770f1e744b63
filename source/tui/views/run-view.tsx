import {Box} from 'ink';
import {useEffect, useRef} from 'react';
import type {RunHandle} from '../../engine/run-handle.js';
import {isSettled} from '../../model/status.js';
import type {Leaving} from '../commands/run-context.js';
import {Dialog} from '../components/dialog.js';
import {dialogRows} from '../components/dialog-rows.js';
import {footerRows} from '../components/footer.js';
import {countsRow, type HeaderView, headerRow, type Title, tinyRow} from '../components/header.js';
import {logPane} from '../components/log-pane.js';
import {Panes} from '../components/panes.js';
import {Rows} from '../components/rows.js';
import {treePane} from '../components/tree-pane.js';
import {useFailure} from '../hooks/use-failure.js';
import {useLog} from '../hooks/use-log.js';
import {useRunKeys} from '../hooks/use-run-keys.js';
import {useRunStore} from '../hooks/use-run-store.js';
import {useTick} from '../hooks/use-tick.js';
import {useToastEnd} from '../hooks/use-toast-end.js';
import {layoutOf} from '../layout.js';
import type {Pulse} from '../pulse.js';
import {selectedJob} from '../state/ui-state.js';
import type {TerminalControls} from '../terminal/controls.js';
import type {Theme} from '../theme.js';
import {indexOfRow, treeRows, windowTop} from '../tree.js';

export interface RunViewProps {
	readonly run: RunHandle;
	readonly title: Title;
	readonly theme: Theme;
	readonly pulse: Pulse;
	readonly now: () => number;
	readonly size: {readonly columns: number; readonly rows: number};
	readonly terminal: TerminalControls;
	readonly canGoBack: boolean;
	readonly onLeave: (leaving: Leaving) => void;
}

/** A run, live or of the past: its tree, and the log of the selected job. */
export function RunView(props: RunViewProps) {
	const {run, title, theme, pulse, size, now, onLeave} = props;
	const {store, ui} = useRunStore(run, pulse, now);
	const state = ui.seen;
	const over = isSettled(state.status) || !run.controllable;
	const tick = useTick(pulse, !over, theme.ascii ? 1000 : 200);
	const at = now();
	const leavingNow = ui.leaving && over;
	useEffect(() => {
		if (leavingNow) {
			onLeave('quit-canceled');
		}
	}, [leavingNow, onLeave]);

	const rows = treeRows(state, ui.folds, {name: ui.nameFilter, state: ui.stateFilter});
	const index = indexOfRow(rows, ui.selection.id, state);
	const layout = layoutOf({...size, focus: ui.focus, zoomed: ui.zoomed, treeRows: rows.length});
	const treeTop = useRef(0);
	treeTop.current = windowTop(rows.length, index, layout.tree.height, treeTop.current);

	const name = selectedJob(ui);
	const job = name === undefined ? undefined : state.jobs.get(name);
	const attempt = job?.attempts.find(({number}) => number === ui.attempt) ?? job?.attempts.at(-1);
	const planned = run.plan.jobs.find(candidate => candidate.name === name);
	const explains = job?.status === 'Failed' && attempt === job.attempts.at(-1) && layout.log.height >= 10;
	const errorLines = layout.log.height >= 20 ? 5 : 2;
	const cardHeight = useRef(0);
	const progress = job?.status === 'Running' ? run.progressOf(job.name) : undefined;
	const below = (explains ? cardHeight.current : 0) + (progress === undefined ? 0 : 1);
	const log = useLog(
		run,
		{job: job?.name, attempt: attempt?.number, height: Math.max(0, layout.log.height - below)},
		pulse,
	);
	const failure = useFailure(log, explains, commandCount(planned), errorLines);
	useToastEnd(ui.toast, store.dispatch, now);
	const keys = useRunKeys({...props, store, log, treeHeight: layout.tree.height});

	const header: HeaderView = {
		title,
		state,
		theme,
		now: at,
		tick,
		width: size.columns,
		executor: run.executor.name,
		controllable: run.controllable,
	};
	if (layout.kind === 'tiny') {
		return <Rows rows={[tinyRow(header)]} width={size.columns} height={1} theme={theme} />;
	}

	const logView = logPane({
		state,
		job,
		attempt,
		stage: job === undefined ? ui.selection.id?.slice(6) : undefined,
		snapshot: log.snapshot,
		failure,
		progress,
		wrap: ui.wrap,
		focused: ui.focus === 'log',
		controllable: run.controllable,
		theme,
		now: at,
		tick,
		width: layout.log.width,
		height: layout.log.height,
	});
	cardHeight.current = logView.cardHeight;
	const tree = treePane({
		rows,
		index,
		top: treeTop.current,
		height: layout.tree.height,
		width: layout.tree.width,
		focused: ui.focus === 'tree',
		nameFilter: ui.nameFilter,
		stateFilter: ui.stateFilter,
		state,
		theme,
		now: at,
		tick,
		progressOf: run.progressOf.bind(run),
	});
	const headerRows =
		layout.kind === 'beside' && layout.headerRows === 2 ? [headerRow(header), countsRow(header)] : [headerRow(header)];
	const file = job !== undefined && attempt !== undefined ? run.logFile(job.name, attempt.number) : undefined;
	return (
		<Box flexDirection="column" width={size.columns} height={size.rows}>
			<Rows rows={headerRows} width={size.columns} height={headerRows.length} theme={theme} />
			<Panes layout={layout} tree={tree} log={logView} width={size.columns} theme={theme} />
			<Rows
				rows={footerRows({hints: keys.hints, prompt: ui.prompt, toast: ui.toast, file, width: size.columns, theme})}
				width={size.columns}
				height={2}
				theme={theme}
			/>
			{ui.dialog === undefined ? null : (
				<Dialog view={dialogRows(ui.dialog, state, keys.scope, theme)} size={size} theme={theme} />
			)}
		</Box>
	);
}

function commandCount(
	job: {readonly scripts: {readonly before: readonly string[]; readonly main: readonly string[]}} | undefined,
): number {
	return job === undefined ? 0 : job.scripts.before.length + job.scripts.main.length;
}
