import type {RunHandle} from '../../engine/run-handle.js';
import type {JobState, RunState} from '../../model/run-state.js';
import type {Foresight} from '../history/foresight.js';
import type {WithTerminal} from '../hooks/use-program.js';
import type {Page} from '../pages/page.js';
import type {PlacedJob} from '../placed-job.js';
import type {Ports} from '../ports.js';
import type {FailureDetails} from '../state/failure.js';
import type {LogView} from '../state/log-view.js';
import type {Toast, UiAction, UiState} from '../state/ui-state.js';
import type {TerminalControls} from '../terminal/controls.js';
import type {TreeRow} from '../tree.js';

/** Why the Run view is left. */
export type Leaving = 'quit' | 'quit-canceled' | 'back';

/** What a command of the Run view can see and do. */
export interface RunContext {
	readonly run: RunHandle;
	readonly state: RunState;
	readonly ui: UiState;
	readonly dispatch: (action: UiAction) => void;
	readonly rows: readonly TreeRow[];
	/** The selected row's place among `rows`. */
	readonly index: number;
	readonly job: JobState | undefined;
	/** Where the selected job is: in the run, or in a child of it. */
	readonly place: PlacedJob | undefined;
	/** The run that a job belongs to, for commands about it; undefined when it is gone. */
	readonly handleOf: (place: Pick<PlacedJob, 'run'>) => RunHandle | undefined;
	readonly log: LogView | undefined;
	/** Rows of the tree on screen. */
	readonly treeHeight: number;
	/** How far the help can be scrolled. */
	readonly helpEnd: () => number;
	readonly now: () => number;
	readonly toast: (text: string, tone?: Toast['tone']) => void;
	readonly leave: (leaving: Leaving) => void;
	/** There is a Home view to go back to. */
	readonly canGoBack: boolean;
	readonly repaint: () => void;
	readonly suspend: () => void;
	readonly terminal: TerminalControls;
	/** Gives the terminal to a program until it ends. */
	readonly withTerminal: WithTerminal;
	/** The file of the log on screen, absolute. */
	readonly logFile: string | undefined;
	/** What the log says about the failure of the selected job. */
	readonly failure: FailureDetails | undefined;
	/** The view over the whole screen, unless tree and log are shown. */
	readonly page: Page | undefined;
	readonly ports: Ports;
	readonly foresight: Foresight;
	/** Goes to another run; leaving it comes back. */
	readonly show: (run: RunHandle) => void;
	/** The local checkout, where files that jobs name are looked for. */
	readonly root: string;
}

export type Perform = (context: RunContext) => void;
