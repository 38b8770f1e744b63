import {useApp, useWindowSize} from 'ink';
import {useCallback, useLayoutEffect, useState} from 'react';
import type {RunHandle} from '../engine/run-handle.js';
import type {Leaving} from './commands/run-context.js';
import type {Title} from './components/header.js';
import type {HomeSource} from './home.js';
import {KeysContext, useKeyboard} from './hooks/use-keys.js';
import type {Ports} from './ports.js';
import type {Pulse} from './pulse.js';
import type {TerminalControls} from './terminal/controls.js';
import type {Theme} from './theme.js';
import {HomeView} from './views/home-view.js';
import {RunView} from './views/run-view.js';

export interface AppProps {
	readonly home: HomeSource | undefined;
	/** Shown at once instead of the Home view. */
	readonly run: RunHandle | undefined;
	readonly theme: Theme;
	readonly pulse: Pulse;
	readonly terminal: TerminalControls;
	readonly now: () => number;
	readonly ports: Ports;
	/** The local checkout. */
	readonly root: string;
	/** Told which run is on screen, for the summary, also after a crash. */
	readonly onRun: (run: RunHandle) => void;
	readonly onLeave: (reason: 'quit' | 'quit-canceled') => void;
	/** Called while the screen is taken down, whatever takes it down. */
	readonly onUnmount: () => void;
}

/** The screen: the Home view or a run. */
export function App(props: AppProps) {
	const {home, theme, pulse, terminal, now, root, ports, onRun, onLeave, onUnmount} = props;
	const {exit} = useApp();
	const size = useWindowSize();
	const keyboard = useKeyboard();
	/** The run on screen is the last; below it those it was opened from. */
	const [runs, setRuns] = useState<readonly RunHandle[]>(props.run === undefined ? [] : [props.run]);
	const run = runs.at(-1);
	// A layout effect is undone at once, also when a signal or the end of the process unmounts the screen.
	useLayoutEffect(() => onUnmount, [onUnmount]);

	const leave = useCallback(
		(reason: Leaving) => {
			if (reason === 'back') {
				setRuns(before => before.slice(0, -1));
			} else {
				onLeave(reason);
				exit();
			}
		},
		[exit, onLeave],
	);
	const show = (shown: RunHandle) => {
		onRun(shown);
		setRuns([shown]);
	};

	const common = {theme, now, size, terminal};
	return (
		<KeysContext value={keyboard}>
			{run === undefined ? (
				home && <HomeView {...common} home={home} onRun={show} onQuit={() => leave('quit')} />
			) : (
				<RunView
					{...common}
					key={run.run}
					run={run}
					title={titleOf(run, home)}
					pulse={pulse}
					root={root}
					ports={ports}
					show={opened => setRuns(before => [...before, opened])}
					canGoBack={home !== undefined || runs.length > 1}
					onLeave={leave}
				/>
			)}
		</KeysContext>
	);
}

function titleOf({plan, executor}: RunHandle, home: HomeSource | undefined): Title {
	const {name, file, branch, commitHash} = plan.pipeline;
	const note = executor.note ?? home?.title.executorNote;
	return {project: name, file, branch, commit: commitHash, ...(note === undefined ? {} : {executorNote: note})};
}
