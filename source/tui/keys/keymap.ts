/** Where a key works: anywhere while a run is shown, in its tree, in its log, or on the Home view. */
export type Place =
	| 'run'
	| 'tree'
	| 'log'
	| 'home'
	/** A tab of the right pane that is not the log. */
	| 'tab'
	/** Any view over the whole screen, and each of them. */
	| 'page'
	| 'timeline'
	| 'tests'
	| 'history'
	| 'graph';

interface Row {
	readonly command: string;
	readonly keys: readonly string[];
	/** One or two words, for the hint bar. */
	readonly label: string;
	/** A sentence's worth, for `?` and the docs. */
	readonly help: string;
	readonly where: readonly Place[];
	readonly footer?: number;
}

/**
 * One row per command. Handlers, the hint bar, `?` and `docs/keys.md` are made from this table.
 * `footer`: place in the hint bar; the highest number is the first to fall off when there is no room.
 */
const table = [
	{command: 'run', keys: ['r'], label: 'run', help: 'run the pipeline', where: ['home'], footer: 1},
	{
		command: 'open',
		keys: ['enter'],
		label: 'open',
		help: 'run what is selected, or open the past run',
		where: ['home'],
		footer: 2,
	},
	{
		command: 'open',
		keys: ['enter'],
		label: 'log',
		help: 'go to the log of the job, or fold the stage',
		where: ['tree'],
		footer: 8,
	},
	{
		command: 'retry',
		keys: ['r'],
		label: 'retry',
		help: 'run the job again, and what was skipped because of it',
		where: ['run'],
		footer: 1,
	},
	{
		command: 'retry-failed',
		keys: ['R'],
		label: 'retry failed',
		help: 'run every failed job again',
		where: ['run'],
		footer: 2,
	},
	{command: 'play', keys: ['p'], label: 'play', help: 'start a manual job', where: ['run'], footer: 3},
	{command: 'cancel', keys: ['x'], label: 'cancel', help: 'cancel the job; again: kill it', where: ['run'], footer: 4},
	{command: 'cancel-run', keys: ['X'], label: 'cancel run', help: 'cancel the whole run', where: ['run'], footer: 10},
	{command: 'hold', keys: ['P'], label: 'hold', help: 'start no new jobs, or go on', where: ['run'], footer: 12},
	{
		command: 'next-failed',
		keys: ['e'],
		label: 'next failed',
		help: 'select the next failed job',
		where: ['tree'],
		footer: 5,
	},
	{
		command: 'previous-failed',
		keys: ['E'],
		label: 'previous failed',
		help: 'select the previous failed job',
		where: ['tree'],
	},
	{
		command: 'search',
		keys: ['/'],
		label: 'search',
		help: 'search the log (a regular expression)',
		where: ['log'],
		footer: 6,
	},
	{command: 'next-match', keys: ['n'], label: 'next', help: 'go to the next match', where: ['log'], footer: 7},
	{command: 'previous-match', keys: ['N'], label: 'previous', help: 'go to the previous match', where: ['log']},
	{
		command: 'follow',
		keys: ['F'],
		label: 'follow',
		help: 'follow the end of the log, or stop',
		where: ['log'],
		footer: 8,
	},
	{
		command: 'filter',
		keys: ['/'],
		label: 'filter',
		help: 'show only jobs whose name contains a text',
		where: ['tree'],
		footer: 6,
	},
	{
		command: 'state-filter',
		keys: ['f'],
		label: 'state',
		help: 'show all, active or failed jobs',
		where: ['tree'],
		footer: 11,
	},
	{
		command: 'next-error',
		keys: ['e'],
		label: 'next error',
		help: 'go to the next line that looks like an error',
		where: ['log'],
		footer: 5,
	},
	{
		command: 'previous-error',
		keys: ['E'],
		label: 'previous error',
		help: 'go to the previous such line',
		where: ['log'],
	},
	{
		command: 'next-command',
		keys: ['}'],
		label: 'next command',
		help: 'go to the next command',
		where: ['log'],
		footer: 13,
	},
	{
		command: 'previous-command',
		keys: ['{'],
		label: 'previous command',
		help: 'go to the previous command',
		where: ['log'],
	},
	{command: 'down', keys: ['j', 'down'], label: 'down', help: 'select the next row', where: ['tree', 'home']},
	{command: 'up', keys: ['k', 'up'], label: 'up', help: 'select the previous row', where: ['tree', 'home']},
	{command: 'first', keys: ['g', 'home'], label: 'first', help: 'select the first row', where: ['tree', 'home']},
	{command: 'last', keys: ['G', 'end'], label: 'last', help: 'select the last row', where: ['tree', 'home']},
	{
		command: 'half-down',
		keys: ['ctrl+d', 'pagedown'],
		label: 'half down',
		help: 'move half a screen down',
		where: ['tree', 'home'],
	},
	{
		command: 'half-up',
		keys: ['ctrl+u', 'pageup'],
		label: 'half up',
		help: 'move half a screen up',
		where: ['tree', 'home'],
	},
	{
		command: 'fold',
		keys: ['h', 'left'],
		label: 'fold',
		help: 'fold the stage or the child pipeline, else go to what the row belongs to',
		where: ['tree'],
	},
	{
		command: 'unfold',
		keys: ['l', 'right'],
		label: 'unfold',
		help: 'unfold the stage or the child pipeline, else go to the log',
		where: ['tree'],
	},
	{command: 'fold-all', keys: ['-'], label: 'fold all', help: 'fold every stage and child pipeline', where: ['tree']},
	{
		command: 'unfold-all',
		keys: ['='],
		label: 'unfold all',
		help: 'unfold every stage and child pipeline',
		where: ['tree'],
	},
	{
		command: 'scroll-log-down',
		keys: ['J'],
		label: 'log down',
		help: 'scroll the log down without leaving the tree',
		where: ['tree'],
	},
	{
		command: 'scroll-log-up',
		keys: ['K'],
		label: 'log up',
		help: 'scroll the log up without leaving the tree',
		where: ['tree'],
	},
	{command: 'line-down', keys: ['j', 'down'], label: 'down', help: 'scroll one line down', where: ['log']},
	{command: 'line-up', keys: ['k', 'up'], label: 'up', help: 'scroll one line up', where: ['log']},
	{
		command: 'page-down',
		keys: ['space', 'pagedown', 'ctrl+d'],
		label: 'page',
		help: 'scroll one page down',
		where: ['log'],
	},
	{command: 'page-up', keys: ['b', 'pageup', 'ctrl+u'], label: 'page up', help: 'scroll one page up', where: ['log']},
	{command: 'log-start', keys: ['g', 'home'], label: 'start', help: 'go to the first line', where: ['log']},
	{command: 'log-end', keys: ['G', 'end'], label: 'end', help: 'go to the end and follow it', where: ['log']},
	{command: 'left', keys: ['H', 'left'], label: 'left', help: 'scroll sideways to the left', where: ['log']},
	{command: 'right', keys: ['L', 'right'], label: 'right', help: 'scroll sideways to the right', where: ['log']},
	{command: 'wrap', keys: ['w'], label: 'wrap', help: 'wrap long lines, or cut them', where: ['log'], footer: 11},
	{command: 'attempt', keys: ['a'], label: 'attempt', help: 'show the log of another attempt', where: ['run']},
	{
		command: 'copy',
		keys: ['y', 'c'],
		label: 'copy',
		help: 'copy the selected lines, the line pointed at, or those on screen',
		where: ['run'],
		footer: 9,
	},
	{command: 'copy-all', keys: ['Y'], label: 'copy all', help: 'copy the whole log', where: ['run']},
	{
		command: 'only',
		keys: ['&'],
		label: 'only',
		help: 'show only lines that match (`!` first: that do not; empty: all)',
		where: ['log'],
		footer: 8,
	},
	{
		command: 'open-line',
		keys: ['enter'],
		label: 'fold',
		help: 'fold or open the command, or open the file that the line names in $EDITOR',
		where: ['log'],
	},
	{
		command: 'fold-command',
		keys: ['za'],
		label: 'fold',
		help: 'fold or open the command that the line belongs to',
		where: ['log'],
	},
	{
		command: 'select-lines',
		keys: ['v'],
		label: 'select',
		help: 'select lines, j k and the other keys that move extend it, y copies',
		where: ['log'],
		footer: 11,
	},
	{
		command: 'times',
		keys: ['t'],
		label: 'time',
		help: 'show times: since the start, since the line before, of the day, none',
		where: ['log'],
		footer: 12,
	},
	{command: 'numbers', keys: ['#'], label: 'numbers', help: 'show line numbers', where: ['log']},
	{command: 'bookmark', keys: ['m'], label: 'bookmark', help: 'set a bookmark, or take it away', where: ['log']},
	{command: 'next-bookmark', keys: ["'"], label: 'next bookmark', help: 'go to the next bookmark', where: ['log']},
	{command: 'save', keys: ['ctrl+s'], label: 'save', help: 'save the log as clean text', where: ['run']},
	{
		command: 'pager',
		keys: ['o'],
		label: 'pager',
		help: 'open the log in $PAGER, with its colours',
		where: ['run'],
		footer: 10,
	},
	{
		command: 'editor',
		keys: ['O'],
		label: 'editor',
		help: 'open $EDITOR where it failed: at the file and line that the log names, else the log',
		where: ['run'],
		footer: 7,
	},
	{
		command: 'mark',
		keys: ['space'],
		label: 'mark',
		help: 'mark the job; retry, cancel and play are then for all that are marked',
		where: ['tree'],
	},
	{
		command: 'shell',
		keys: ['s'],
		label: 'shell',
		help: "open a shell in the job's container, also after it failed",
		where: ['run'],
		footer: 7,
	},
	{
		command: 'palette',
		keys: [':', 'ctrl+p'],
		label: 'commands',
		help: 'do anything by its name; `play JOB KEY=VALUE` too',
		where: ['run'],
		footer: 10,
	},
	{
		command: 'stream',
		keys: ['S'],
		label: 'stream',
		help: 'leave the screen for plain lines; S comes back',
		where: ['run'],
	},
	{
		command: 'mouse',
		keys: ['M'],
		label: 'mouse',
		help: 'release the mouse to the terminal, or take it',
		where: ['run'],
	},
	{command: 'wider', keys: ['+'], label: 'wider', help: 'make the tree wider', where: ['run']},
	{command: 'narrower', keys: ['_'], label: 'narrower', help: 'make the tree narrower', where: ['run']},
	{command: 'view-run', keys: ['1'], label: 'run', help: 'view 1: tree and log', where: ['run']},
	{
		command: 'view-timeline',
		keys: ['2'],
		label: 'timeline',
		help: 'view 2: when each job waited and ran, the critical path, what a slot more would save',
		where: ['run'],
		footer: 14,
	},
	{command: 'view-tests', keys: ['3'], label: 'tests', help: 'view 3: the test reports of the jobs', where: ['run']},
	{
		command: 'view-history',
		keys: ['4'],
		label: 'history',
		help: 'view 4: the runs before, to open or compare',
		where: ['run'],
	},
	{command: 'view-graph', keys: ['5'], label: 'graph', help: 'view 5: what waits for what', where: ['run']},
	{
		command: 'next-tab',
		keys: [']'],
		label: 'tab',
		help: 'next tab of the job: log, config, needs, artifacts, attempts',
		where: ['tree', 'log', 'tab'],
		footer: 13,
	},
	{command: 'previous-tab', keys: ['['], label: 'tab', help: 'previous tab of the job', where: ['tree', 'log', 'tab']},
	{command: 'tab-down', keys: ['j', 'down'], label: 'down', help: 'scroll one line down', where: ['tab']},
	{command: 'tab-up', keys: ['k', 'up'], label: 'up', help: 'scroll one line up', where: ['tab']},
	{command: 'tab-page-down', keys: ['space', 'pagedown', 'ctrl+d'], label: 'page', help: 'scroll down', where: ['tab']},
	{command: 'tab-page-up', keys: ['b', 'pageup', 'ctrl+u'], label: 'page up', help: 'scroll up', where: ['tab']},
	{
		command: 'open-item',
		keys: ['enter'],
		label: 'open',
		help: 'go to the job, or open the run',
		where: ['page'],
		footer: 3,
	},
	{command: 'item-down', keys: ['j', 'down'], label: 'down', help: 'select the next row', where: ['page']},
	{command: 'item-up', keys: ['k', 'up'], label: 'up', help: 'select the previous row', where: ['page']},
	{command: 'item-first', keys: ['g', 'home'], label: 'first', help: 'select the first row', where: ['page']},
	{command: 'item-last', keys: ['G', 'end'], label: 'last', help: 'select the last row', where: ['page']},
	{command: 'item-page-down', keys: ['ctrl+d', 'pagedown'], label: 'page', help: 'a page down', where: ['page']},
	{command: 'item-page-up', keys: ['ctrl+u', 'pageup'], label: 'page up', help: 'a page up', where: ['page']},
	{
		command: 'sort',
		keys: ['s'],
		label: 'sort',
		help: 'sort as in the file, by start or by duration',
		where: ['timeline'],
		footer: 4,
	},
	{
		command: 'critical',
		keys: ['c'],
		label: 'critical path',
		help: 'show only the jobs that the run waited for, or all',
		where: ['timeline'],
		footer: 5,
	},
	{
		command: 'open-place',
		keys: ['O'],
		label: 'editor',
		help: 'open $EDITOR where the test failed',
		where: ['tests'],
		footer: 4,
	},
	{
		command: 'mark-run',
		keys: ['space'],
		label: 'mark',
		help: 'mark the run; two marked runs can be compared',
		where: ['history'],
		footer: 4,
	},
	{
		command: 'compare',
		keys: ['D'],
		label: 'compare',
		help: 'compare the two marked runs',
		where: ['history'],
		footer: 5,
	},
	{
		command: 'switch-pane',
		keys: ['tab', 'shift+tab'],
		label: 'pane',
		help: 'go to the other pane',
		where: ['run', 'home'],
		footer: 14,
	},
	{
		command: 'zoom',
		keys: ['z'],
		label: 'zoom',
		help: 'give the pane the whole screen, or give it back',
		where: ['run'],
		footer: 15,
	},
	{
		command: 'hide-tree',
		keys: ['b'],
		label: 'hide tree',
		help: 'hide the tree: the log has the whole screen; `z` or Esc shows it again',
		where: ['tree'],
	},
	{command: 'reload', keys: ['u'], label: 'reload', help: 'read the pipeline file again', where: ['home'], footer: 9},
	{
		command: 'back',
		keys: ['esc'],
		label: 'back',
		help: 'leave the search, the filter, the zoom, the log, a run that is over; never the program',
		where: ['run', 'home'],
	},
	{
		command: 'quit',
		keys: ['q'],
		label: 'quit',
		help: 'leave (asks while the run is on)',
		where: ['run', 'home'],
		footer: 5,
	},
	{
		command: 'interrupt',
		keys: ['ctrl+c'],
		label: 'cancel',
		help: 'ask to cancel; twice: cancel the run; three times: kill and leave',
		where: ['run', 'home'],
	},
	{command: 'repaint', keys: ['ctrl+l'], label: 'repaint', help: 'draw the screen again', where: ['run', 'home']},
	{
		command: 'suspend',
		keys: ['ctrl+z'],
		label: 'suspend',
		help: 'go to the shell; `fg` comes back',
		where: ['run', 'home'],
	},
	{command: 'help', keys: ['?'], label: 'help', help: 'show the keys of this pane', where: ['run', 'home'], footer: 0},
] as const satisfies readonly Row[];

export type CommandName = (typeof table)[number]['command'];

export interface Binding extends Row {
	readonly command: CommandName;
}

export const keymap: readonly Binding[] = table;

/** The places whose keys work, nearest first: a pane's own meaning of a key wins. */
export type Scope = readonly Place[];

export function bindingOf(key: string, scope: Scope): Binding | undefined {
	return scope
		.map(place => keymap.find(binding => binding.where.includes(place) && binding.keys.includes(key)))
		.find(binding => binding !== undefined);
}

export function bindingsIn(scope: Scope): readonly Binding[] {
	return keymap.filter(binding => scope.some(place => binding.where.includes(place)));
}
