/** Everything drawn that is neither a job's glyph nor text of the user's; each is one column wide. */
export interface Symbols {
	readonly spinner: readonly string[];
	readonly selected: string;
	readonly open: string;
	readonly folded: string;
	readonly retry: string;
	readonly ellipsis: string;
	readonly dot: string;
	readonly into: string;
	readonly horizontal: string;
	readonly vertical: string;
	/** Top left, top joint, top right, bottom left, bottom joint, bottom right. */
	readonly corners: readonly [string, string, string, string, string, string];
	readonly dashes: string;
	/** Filled and empty cells of a progress bar. */
	readonly full: string;
	readonly empty: string;
	readonly down: string;
	readonly start: string;
	readonly bookmark: string;
	/** Cells of a timeline. */
	readonly waited: string;
	readonly ran: string;
	readonly expected: string;
	/** Before what a job waits for. */
	readonly from: string;
	/** Before a line quoted from a log. */
	readonly quote: string;
}

export const unicodeSymbols: Symbols = {
	spinner: ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'],
	selected: '❯',
	open: '▾',
	folded: '▸',
	retry: '↻',
	ellipsis: '…',
	dot: '·',
	into: '›',
	horizontal: '─',
	vertical: '│',
	corners: ['┌', '┬', '┐', '└', '┴', '┘'],
	dashes: '┄',
	full: '▰',
	empty: '▱',
	down: '▼',
	start: '▶',
	bookmark: '◆',
	waited: '░',
	ran: '█',
	expected: '┈',
	from: '←',
	quote: '▏',
};

export const asciiSymbols: Symbols = {
	spinner: ['*'],
	selected: '>',
	open: 'v',
	folded: '>',
	retry: 'r',
	ellipsis: '~',
	dot: '-',
	into: '/',
	horizontal: '-',
	vertical: '|',
	corners: ['+', '+', '+', '+', '+', '+'],
	dashes: '-',
	full: '#',
	empty: '.',
	down: 'v',
	start: '>',
	bookmark: 'm',
	waited: '.',
	ran: '#',
	expected: '-',
	from: '<',
	quote: '|',
};
