import type {LogLine, LogReader} from '../../logs/log.js';
import type {LineMap} from './line-map.js';

export interface ReadWindow {
	readonly lines: readonly LogLine[];
	/** The time of the line before the first. */
	readonly timeBefore: number | undefined;
}

/** The lines at some places. A log that cannot be read is told in its place: it must not take the screen down. */
export async function readPlaces(reader: LogReader, map: LineMap, place: number, count: number): Promise<ReadWindow> {
	const first = Math.max(0, place - 1);
	const numbers = Array.from({length: Math.max(0, Math.min(count + place - first, map.length - first))}, (_, index) =>
		map.lineAt(first + index),
	);
	try {
		// Even when nothing is to be shown: the reader looks how long the log is.
		const pieces = count === 0 ? [] : await Promise.all(runs(numbers).map(run => reader.read(run.from, run.count)));
		const lines = pieces.flat();
		return place > 0 && lines.length > 0
			? {lines: lines.slice(1), timeBefore: lines[0]?.at}
			: {lines, timeBefore: undefined};
	} catch (error) {
		const text = `The log cannot be read: ${error instanceof Error ? error.message : String(error)}`;
		return {lines: [{number: numbers[0] ?? 0, text, at: 0, kind: 'error'}], timeBefore: undefined};
	}
}

/** Numbers in a row are read in one go. */
function runs(numbers: readonly number[]): readonly {readonly from: number; readonly count: number}[] {
	const found: {from: number; count: number}[] = [];
	for (const number of numbers) {
		const run = found.at(-1);
		if (run !== undefined && run.from + run.count === number) {
			run.count += 1;
		} else {
			found.push({from: number, count: 1});
		}
	}

	return found;
}
