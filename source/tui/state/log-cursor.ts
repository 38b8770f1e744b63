/** Lines that the user pointed at. */
export interface LogCursor {
	/** The line that a jump or a click went to. */
	readonly mark: number | undefined;
	/** In order. */
	readonly bookmarks: readonly number[];
	/** Lines being selected: from where, and where the user is now. */
	readonly selection: {readonly anchor: number; readonly head: number} | undefined;
}

export const noCursor: LogCursor = {mark: undefined, bookmarks: [], selection: undefined};

/** Sets a bookmark, or takes it away. */
export function switchBookmark(cursor: LogCursor, line: number): LogCursor {
	const others = cursor.bookmarks.filter(at => at !== line);
	return {
		...cursor,
		bookmarks: others.length < cursor.bookmarks.length ? others : [...others, line].sort((a, b) => a - b),
	};
}

/** The bookmark after this line, round the end. */
export function nextBookmark({bookmarks}: LogCursor, after: number): number | undefined {
	return bookmarks.find(line => line > after) ?? bookmarks[0];
}

export function isSelected({selection}: LogCursor, line: number): boolean {
	return selection !== undefined && line >= first(selection) && line <= last(selection);
}

/** The lines selected, first and last. */
export function selectedLines({selection}: LogCursor): {readonly first: number; readonly last: number} | undefined {
	return selection && {first: first(selection), last: last(selection)};
}

type Selection = NonNullable<LogCursor['selection']>;
const first = ({anchor, head}: Selection) => Math.min(anchor, head);
const last = ({anchor, head}: Selection) => Math.max(anchor, head);
