import {Box, Text} from 'ink';
import Spinner from 'ink-spinner';
import type {RunHandle} from '../../engine/run-handle.js';
import {Dialog} from '../components/dialog.js';
import {footerRows} from '../components/footer.js';
import {helpView} from '../components/help.js';
import {homeHeader, homePanes} from '../components/home-panes.js';
import {Panes} from '../components/panes.js';
import {Rows} from '../components/rows.js';
import type {HomeSource} from '../home.js';
import {homeLayout} from '../home-layout.js';
import {useHome} from '../hooks/use-home.js';
import {useSuspend} from '../hooks/use-suspend.js';
import {type Binding, bindingsIn} from '../keys/keymap.js';
import type {HomeState} from '../state/home-state.js';
import type {TerminalControls} from '../terminal/controls.js';
import {clean} from '../text/cut.js';
import {span} from '../text/row.js';
import type {Theme} from '../theme.js';

export interface HomeViewProps {
	readonly home: HomeSource;
	readonly theme: Theme;
	readonly now: () => number;
	readonly size: {readonly columns: number; readonly rows: number};
	readonly terminal: TerminalControls;
	readonly onRun: (run: RunHandle) => void;
	readonly onQuit: () => void;
}

/** What would run, and what has run. */
export function HomeView({home, theme, now, size, terminal, onRun, onQuit}: HomeViewProps) {
	const suspend = useSuspend(terminal);
	const state = useHome({home, now, size, theme, repaint: terminal.repaint, suspend, onRun, onQuit});
	const layout = homeLayout(state, size);
	if (layout.kind === 'tiny') {
		return <Rows rows={[[span('ci-tui: r runs, q quits')]]} width={size.columns} height={1} theme={theme} />;
	}

	const {plan, runs} = homePanes({state, layout, theme, now: now()});
	const headerRows = homeHeader(home.title, layout, size.columns, theme, state.plan?.kind !== 'invalid');
	const footer = footerRows({
		hints: hintsOf(state),
		prompt: undefined,
		toast: state.toast,
		file: undefined,
		width: size.columns,
		theme,
	});
	return (
		<Box flexDirection="column" width={size.columns} height={size.rows}>
			<Rows rows={headerRows} width={size.columns} height={headerRows.length} theme={theme} />
			<Panes layout={layout} tree={plan} log={runs} width={size.columns} theme={theme} />
			<Rows rows={footer} width={size.columns} height={2} theme={theme} />
			<Waiting
				text={state.busy ?? (state.plan === undefined ? 'reading the pipeline file' : undefined)}
				rows={size.rows}
				theme={theme}
			/>
			{state.help === undefined ? null : (
				<Dialog
					view={helpView({scope: ['home'], past: false, top: state.help, size, theme})}
					size={size}
					theme={theme}
				/>
			)}
		</Box>
	);
}

/** While the file has errors nothing can be run: only a past run can be opened. */
function hintsOf({plan, focus}: HomeState): readonly Binding[] {
	const useless = plan?.kind !== 'invalid' ? [] : focus === 'plan' ? ['run', 'open'] : ['run'];
	return bindingsIn(['home']).filter(({command}) => !useless.includes(command));
}

/** The one spinner of this view, on the last row. */
function Waiting({
	text,
	rows,
	theme,
}: {
	readonly text: string | undefined;
	readonly rows: number;
	readonly theme: Theme;
}) {
	return text === undefined ? null : (
		<Box position="absolute" marginTop={rows - 1} marginLeft={1}>
			<Text>
				<Spinner type={theme.ascii ? 'line' : 'dots'} /> {clean(text, false)}
				{theme.symbols.ellipsis}
			</Text>
		</Box>
	);
}
