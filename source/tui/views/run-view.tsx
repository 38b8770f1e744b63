import {Box} from 'ink';
import {useEffect, useRef, useState} from 'react';
import type {RunHandle} from '../../engine/run-handle.js';
import type {RunState} from '../../model/run-state.js';
import {isSettled} from '../../model/status.js';
import {badgeOf} from '../badges.js';
import type {DrawnRows} from '../commands/mouse-commands.js';
import type {Leaving} from '../commands/run-context.js';
import {Dialog} from '../components/dialog.js';
import {dialogView} from '../components/dialog-view.js';
import {footerRows} from '../components/footer.js';
import {headerRows, type Title, tinyRow} from '../components/header.js';
import {logPane, rowsBelowLog} from '../components/log-pane.js';
import {PageRows} from '../components/page-rows.js';
import {Panes} from '../components/panes.js';
import {Rows} from '../components/rows.js';
import {treePane} from '../components/tree-pane.js';
import {Forecaster, noForesight} from '../history/foresight.js';
import {hitOf} from '../hit.js';
import {useLogHeight} from '../hooks/use-log.js';
import {useMouse} from '../hooks/use-mouse.js';
import {pageOf, useArtifacts, useTests} from '../hooks/use-page.js';
import {usePast} from '../hooks/use-past.js';
import {usePrinted} from '../hooks/use-printed.js';
import {useRunKeys} from '../hooks/use-run-keys.js';
import {useRunStore} from '../hooks/use-run-store.js';
import {useShownJob} from '../hooks/use-shown-job.js';
import {useSignals} from '../hooks/use-signals.js';
import {useTick} from '../hooks/use-tick.js';
import {useToastEnd} from '../hooks/use-toast-end.js';
import {layoutOf} from '../layout.js';
import {wantedWidth} from '../notes.js';
import {isOver, jobsIn} from '../placed-job.js';
import type {Ports} from '../ports.js';
import type {Pulse} from '../pulse.js';
import {runOf} from '../run-of.js';
import type {TerminalControls} from '../terminal/controls.js';
import type {Theme} from '../theme.js';
import {indexOfRow, type TreeRow, treeRows, windowTop} from '../tree.js';

export interface RunViewProps {
	readonly run: RunHandle;
	readonly title: Title;
	readonly theme: Theme;
	readonly pulse: Pulse;
	readonly now: () => number;
	readonly size: {readonly columns: number; readonly rows: number};
	readonly terminal: TerminalControls;
	readonly ports: Ports;
	/** Goes to another run; leaving it comes back. */
	readonly show: (run: RunHandle) => void;
	/** The local checkout. */
	readonly root: string;
	readonly canGoBack: boolean;
	readonly onLeave: (leaving: Leaving) => void;
}

/** A run, live or of the past: its tree, and the log of the selected job. */
export function RunView(props: RunViewProps) {
	const {run, title, theme, pulse, size, ports} = props;
	const {controllable} = run;
	const {store, ui} = useRunStore(run, pulse, props.now, size.columns < 60);
	const state = ui.seen;
	const over = isOver(state) || !controllable;
	const tick = useTick(pulse, !over, theme.ascii ? 1000 : 200);
	const now = props.now();
	const rows = treeRows(state, ui.folds, {name: ui.nameFilter, state: ui.stateFilter});
	const index = indexOfRow(rows, ui.selection.id, state);
	const treeWidth = useTreeWidth(state, now);
	const layout = layoutOf({
		...size,
		focus: ui.focus,
		zoomed: ui.arrangement.zoomed,
		treeRows: rows.length,
		treeWidth,
		widened: ui.arrangement.widened,
	});
	const past = usePast(ports.history, run.plan.pipeline.name, run.run, over);
	const printedAt = usePrinted(run, props.now);
	const [forecaster] = useState(() => new Forecaster());
	const foresight = forecaster.look(past, state, run.plan, ports.slots, now);
	const top = useRef(0);
	top.current = windowTop(rows.length, index, layout.tree.height, top.current);
	const selected = useShownJob(run, ui, pulse, layout.log.height);
	const {log: window, shown} = selected;
	const moment = {state, theme, now, tick, controllable};
	const {tab, view} = ui.arrangement;
	const artifacts = useArtifacts(
		shown.run,
		tab === 'artifacts' ? ports.artifacts : undefined,
		shown.job?.name,
		shown.attempt?.endedAt === undefined ? undefined : shown.attempt.number,
	);
	const ended = jobsIn(state).filter(({job}) => isSettled(job.status)).length;
	const tests = useTests(run, view === 'tests' ? String(ended) : undefined, store.dispatch, props.now);
	const page = pageOf({run, ui, past, foresight, ports, tests, now, tick, width: size.columns, theme});
	const hasTabBar = layout.kind === 'beside' && size.columns >= 120 && layout.log.height >= 20;
	const log = {
		...moment,
		...layout.log,
		shown,
		arrangement: ui.arrangement,
		focused: ui.focus === 'log',
		foresight: shown.run === run ? foresight : noForesight,
		artifacts,
		tabBar: hasTabBar,
		tabTop: ui.tabTop,
	};
	const below = rowsBelowLog(log);
	// A log that is not on screen is read all the same: it is there at once when the user goes to it.
	useLogHeight(
		window,
		layout.log.height === 0 ? size.rows : Math.max(0, layout.log.height - below.length - (hasTabBar ? 1 : 0)),
	);
	useToastEnd(ui.toast, store.dispatch, props.now);
	useLeavingWhenOver(over && controllable && (ui.leaving || state.reason?.kind === 'signal'), props.onLeave);
	useSignals(props.terminal, state, controllable);
	useMouse(props.terminal, ui.arrangement.mouse);
	const drawn = useRef<DrawnRows>({treeTop: 0, logLines: []});
	const headHeight = layout.kind === 'beside' ? layout.headerRows : 1;
	const hitAt = (place: {readonly column: number; readonly row: number}) =>
		hitOf({layout, headerRows: headHeight, page: page !== undefined, ...place});
	const keys = useRunKeys({...props, store, selected, page, foresight, hitAt, drawn, treeHeight: layout.tree.height});

	const {columns: width} = size;
	const header = {
		...moment,
		title,
		width,
		executor: run.executor.name,
		canceling: ui.canceling,
		endsAt: foresight.estimate?.endsAt,
		view,
	};
	if (layout.kind === 'tiny') {
		return <Rows rows={[tinyRow(header)]} width={width} height={1} theme={theme} />;
	}

	const head = headerRows(header, headHeight);
	const right = logPane(log, below);
	drawn.current = {treeTop: top.current, logLines: right.lines ?? []};
	const tree = treePane({
		...moment,
		...layout.tree,
		ui,
		rows,
		index,
		top: top.current,
		progressOf: row => runOf(run, row.run)?.progressOf(row.job.name),
		badgeOf: ({id, run: child, job}) =>
			badgeOf(job, (child === undefined ? foresight : noForesight).historyOf(job.name), printedAt(id), now),
	});
	const foot = footerRows({
		hints: keys.hints,
		prompt: ui.prompt,
		promptNote: ui.prompt?.kind === 'filter' ? jobCount(rows) : '',
		toast: ui.toast,
		file: shown.file,
		width,
		theme,
	});
	const dialog = ui.dialog && dialogView({dialog: ui.dialog, ui, run, past, keys, size, now, theme});
	return (
		<Box flexDirection="column" width={width} height={size.rows}>
			<Rows rows={head} width={width} height={head.length} theme={theme} />
			{page === undefined ? (
				<Panes layout={layout} tree={tree} log={right} width={width} theme={theme} />
			) : (
				<PageRows page={page} index={ui.pageIndex} width={width} height={size.rows - head.length - 2} theme={theme} />
			)}
			<Rows rows={foot} width={width} height={foot.length} theme={theme} />
			{dialog === undefined ? null : <Dialog view={dialog} size={size} theme={theme} />}
		</Box>
	);
}

/** The user asked to cancel and quit, or the process was told to end: the screen goes as soon as nothing runs any more. */
function useLeavingWhenOver(leaving: boolean, onLeave: (leaving: Leaving) => void): void {
	useEffect(() => {
		if (leaving) {
			onLeave('quit-canceled');
		}
	}, [leaving, onLeave]);
}

/** Grows with what the rows have to say and never shrinks, so that the panes seldom move. */
function useTreeWidth(state: RunState, now: number): number {
	const widest = useRef({of: state, width: 0});
	if (widest.current.of !== state || widest.current.width === 0) {
		widest.current = {of: state, width: Math.max(widest.current.width, wantedWidth(state, now))};
	}

	return widest.current.width;
}

function jobCount(rows: readonly TreeRow[]): string {
	const count = rows.filter(row => row.kind === 'job').length;
	return count === 1 ? '1 job' : `${count} jobs`;
}
