/** Which lines of a log are shown, in order. A place counts the shown lines from 0; a line is a number of the log. */
export interface LineMap {
	readonly length: number;
	lineAt(place: number): number;
	/** The place of a line, or of the last one shown before it. */
	placeOf(line: number): number;
}

/** Lines `from` up to, not including, `to`. */
export interface LineRange {
	readonly from: number;
	readonly to: number;
}

/** All lines but the hidden ranges, which are in order and do not touch. */
export function withoutRanges(total: number, hidden: readonly LineRange[]): LineMap {
	if (hidden.length === 0) {
		return {length: total, lineAt: place => place, placeOf: line => line};
	}

	const before = [0];
	for (const {from, to} of hidden) {
		before.push((before.at(-1) ?? 0) + to - from);
	}

	return {
		length: total - (before.at(-1) ?? 0),
		lineAt(place) {
			const passed = hidden.findLastIndex(({from}, index) => place >= from - (before[index] ?? 0));
			return place + (before[passed + 1] ?? 0);
		},
		placeOf(line) {
			const passed = hidden.findLastIndex(({from}) => line >= from);
			const range = hidden[passed];
			return range === undefined
				? line
				: line < range.to
					? Math.max(0, range.from - 1 - (before[passed] ?? 0))
					: line - (before[passed + 1] ?? 0);
		},
	};
}

/** These lines alone, which are in order. */
export function onlyLines(lines: readonly number[]): LineMap {
	return {
		length: lines.length,
		lineAt: place => lines[place] ?? 0,
		placeOf: line => Math.max(0, upTo(lines, line) - 1),
	};
}

/** How many of the lines, which are in order, are at or before this one. */
export function upTo(lines: readonly number[], line: number): number {
	let [low, high] = [0, lines.length];
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((lines[middle] ?? 0) <= line) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}

	return low;
}
