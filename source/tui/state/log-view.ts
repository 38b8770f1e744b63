import type {LoggedCommand, LogLine, LogReader} from '../../logs/log.js';
import {problemIn} from '../problems/problem.js';
import {severityOf} from '../problems/severity.js';
import type {Pulse} from '../pulse.js';
import {plain} from '../text/cut.js';
import {type Fold, foldAround, foldsOf, hiddenRanges} from './command-folds.js';
import {errorPattern, type FailureDetails, readFailure} from './failure.js';
import {type LineMap, onlyLines, withoutRanges} from './line-map.js';
import {type LogCursor, nextBookmark, noCursor, switchBookmark} from './log-cursor.js';
import {type OnlyState, parseOnly, type SearchState} from './log-search.js';
import {readPlaces} from './log-window.js';
import {MatchList} from './match-list.js';

/** What the log pane shows at one moment. */
export interface LogSnapshot {
	readonly lines: readonly LogLine[];
	/** The time of the line before the first one shown, for the difference. */
	readonly timeBefore: number | undefined;
	/** Place of the first line among those that can be shown, and how many of them there are. */
	readonly place: number;
	readonly shown: number;
	/** All lines of the log. */
	readonly total: number;
	readonly follow: boolean;
	/** Lines that came since following stopped. */
	readonly unseen: number;
	/** Columns scrolled to the right. */
	readonly offset: number;
	readonly commands: readonly LoggedCommand[];
	readonly folds: readonly Fold[];
	readonly search: SearchState | undefined;
	readonly only: OnlyState | undefined;
	readonly cursor: LogCursor;
	/** False until it has been read for the first time. */
	readonly ready: boolean;
}

export const emptyLog: LogSnapshot = {
	lines: [],
	timeBefore: undefined,
	place: 0,
	shown: 0,
	total: 0,
	follow: true,
	unseen: 0,
	offset: 0,
	commands: [],
	folds: [],
	search: undefined,
	only: undefined,
	cursor: noCursor,
	ready: false,
};

/** A window on one attempt's log: memory for one screen of lines, whatever the log's size. No React in it. */
export class LogView {
	readonly #reader: LogReader;
	readonly #pulse: Pulse;
	readonly #unsubscribe: () => void;
	readonly #chosenFolds = new Map<number, boolean>();
	#snapshot: LogSnapshot = emptyLog;
	#height = 0;
	/** The first line shown, when the end is not followed. */
	#top = 0;
	#follow = true;
	#offset = 0;
	#seen = 0;
	#search: {readonly pattern: string; readonly line: number; readonly matches: MatchList} | undefined;
	#only: {readonly pattern: string; readonly inverse: boolean; readonly matches: MatchList} | undefined;
	#cursor = noCursor;
	#ended = false;
	#reading = false;
	#stale = false;
	#closed = false;

	constructor(reader: LogReader, pulse: Pulse) {
		this.#reader = reader;
		this.#pulse = pulse;
		this.#unsubscribe = reader.subscribe(() => {
			this.#search?.matches.extend();
			this.#only?.matches.extend();
			this.#refresh(false);
		});
	}

	snapshot(): LogSnapshot {
		return this.#snapshot;
	}

	setHeight(height: number): void {
		if (height !== this.#height) {
			this.#height = height;
			this.#refresh(true);
		}
	}

	/** The attempt is over: what passed is folded, unless somebody is reading it. */
	end(): void {
		if (!this.#ended && this.#follow) {
			this.#ended = true;
			this.#refresh(false);
		}
	}

	/** Moves the window, or the end of the selection while there is one. */
	scroll(lines: number): void {
		const {selection} = this.#cursor;
		if (selection === undefined) {
			this.#moveTo(this.#place() + lines);
		} else {
			this.#select(selection.anchor, this.#lineFrom(selection.head, lines));
		}
	}

	page(pages: number): void {
		this.scroll(Math.trunc(pages * Math.max(1, this.#height - 1)));
	}

	toStart(): void {
		this.scroll(Number.NEGATIVE_INFINITY);
	}

	toEnd(): void {
		if (this.#cursor.selection !== undefined) {
			this.scroll(Number.MAX_SAFE_INTEGER);
			return;
		}

		this.#cursor = {...this.#cursor, mark: undefined};
		this.#follow = true;
		this.#refresh(true);
	}

	switchFollow(): void {
		if (this.#follow) {
			this.#moveTo(this.#place(), true);
		} else {
			this.toEnd();
		}
	}

	sideways(columns: number): void {
		this.#offset = Math.max(0, this.#offset + columns);
		this.#refresh(true);
	}

	/** Puts a line in the middle of the window, opening the command it is folded into. */
	show(line: number): void {
		const fold = foldAround(this.#folds(), line);
		if (fold?.folded === true && fold.line !== line) {
			this.#chosenFolds.set(fold.line, false);
		}

		this.#moveTo(this.#map().placeOf(line) - Math.floor(this.#height / 2), true);
	}

	/** Points at a line that is on screen, without moving it. */
	point(line: number): void {
		this.#cursor = {...this.#cursor, mark: line, selection: undefined};
		this.#moveTo(this.#place(), true);
	}

	/** Goes to the next (or previous) line that looks like an error; false when there is none. */
	async toError(direction: 1 | -1): Promise<boolean> {
		const {mark} = this.#cursor;
		const from = mark === undefined ? (direction === 1 ? 0 : this.#reader.length - 1) : mark + direction;
		let found = from < 0 ? -1 : await this.#reader.search(errorPattern, from, direction);
		while (found >= 0 && (await this.#isHarmless(found))) {
			const next = found + direction;
			found = next < 0 ? -1 : await this.#reader.search(errorPattern, next, direction);
		}

		return this.#jump(found);
	}

	/** It has only the words of an error, where nothing failed. */
	async #isHarmless(line: number): Promise<boolean> {
		const [read] = await this.#reader.read(line, 1);
		return (
			read?.kind === 'output' &&
			problemIn(plain(read.text))?.vague === true &&
			severityOf(read, this.#reader.commands) === undefined
		);
	}

	/** Goes to the next (or previous) command; false when there is none. */
	toCommand(direction: 1 | -1): boolean {
		const from = this.#cursor.mark ?? this.#map().lineAt(this.#place()) - 1;
		const lines = this.#reader.commands.map(command => command.line);
		return this.#jump((direction === 1 ? lines.find(at => at > from) : lines.findLast(at => at < from)) ?? -1);
	}

	/** Folds the output of a command, or opens it; false when the line belongs to none. */
	switchFold(line: number): boolean {
		const fold = foldAround(this.#folds(), line);
		if (fold === undefined) {
			return false;
		}

		this.#chosenFolds.set(fold.line, !fold.folded);
		this.#cursor = {...this.#cursor, mark: fold.line};
		this.#moveTo(this.#place(), this.#follow ? fold.folded : true);
		return true;
	}

	/** Where the user points, also before it has been drawn. */
	get cursor(): LogCursor {
		return this.#cursor;
	}

	/** The line that a key means: the one pointed at when it is on screen, else the first on screen. */
	current(): number | undefined {
		const map = this.#map();
		const place = this.#place(map);
		const pointed = this.#cursor.selection?.head ?? this.#cursor.mark;
		if (pointed !== undefined) {
			const at = map.placeOf(pointed);
			if (map.lineAt(at) === pointed && at >= place && at < place + this.#height) {
				return pointed;
			}
		}

		return map.length === 0 ? undefined : map.lineAt(place);
	}

	/** Begins to select lines, or stops. */
	switchSelection(): void {
		const current = this.current();
		const last = this.#snapshot.lines.at(-1)?.number ?? 0;
		const line = current !== undefined && current === this.#cursor.mark ? current : last;
		if (this.#cursor.selection === undefined) {
			this.#select(line, line);
		} else {
			this.endSelection();
		}
	}

	/** Selects from one line to another, as a mouse does. */
	selectTo(head: number): void {
		const anchor = this.#cursor.selection?.anchor ?? this.#cursor.mark ?? head;
		this.#select(anchor, head);
	}

	endSelection(): void {
		this.#cursor = {...this.#cursor, selection: undefined};
		this.#refresh(true);
	}

	/** Sets a bookmark at the current line or takes it away. */
	bookmark(): void {
		const line = this.current();
		if (line !== undefined) {
			this.#cursor = switchBookmark(this.#cursor, line);
			this.#refresh(true);
		}
	}

	/** Goes to the next bookmark; false when there is none. */
	toBookmark(): boolean {
		return this.#jump(nextBookmark(this.#cursor, this.#cursor.mark ?? -1) ?? -1);
	}

	/** Shows only the lines that match (`!` before the pattern: that do not); an empty pattern shows all. */
	only(text: string): void {
		const {pattern, inverse} = parseOnly(text);
		const place = this.current();
		this.#only?.matches.close();
		this.#only = pattern === '' ? undefined : {pattern, inverse, matches: this.#matches(pattern, inverse)};
		if (this.#follow || place === undefined) {
			this.#refresh(true);
		} else {
			this.show(place);
		}
	}

	/** Looks for a pattern from the top of the window; resolves with false when it is nowhere. */
	async search(pattern: string): Promise<boolean> {
		this.#cursor = {...this.#cursor, mark: undefined};
		this.#search?.matches.close();
		this.#search = pattern === '' ? undefined : {pattern, line: -1, matches: this.#matches(pattern, false)};
		if (pattern === '') {
			this.#refresh(true);
			return true;
		}

		return this.#find(this.#map().lineAt(this.#place()), 1);
	}

	/** The next (or previous) match, round the end of the log. */
	async next(direction: 1 | -1): Promise<boolean> {
		const {line = -1} = this.#search ?? {};
		return this.#find(line < 0 ? this.#map().lineAt(this.#place()) : line + direction, direction);
	}

	/** What the log says about why its attempt failed. */
	async failure(commandsInPlan: number, atMost: number): Promise<FailureDetails> {
		const details = await readFailure(this.#reader, commandsInPlan, atMost);
		const {before} = details;
		if (before !== undefined && !this.#chosenFolds.has(before.line)) {
			// The command that failed printed nothing: what can be read about it is above.
			this.#chosenFolds.set(before.line, false);
			this.#refresh(false);
		}

		return details;
	}

	/** Lines of the whole log, for copying and saving. */
	async lines(first: number, count: number): Promise<readonly LogLine[]> {
		return this.#reader.read(first, count);
	}

	close(): void {
		this.#closed = true;
		this.#search?.matches.close();
		this.#only?.matches.close();
		this.#unsubscribe();
		this.#reader.close();
	}

	#jump(line: number): boolean {
		if (line >= 0) {
			this.#cursor = {...this.#cursor, mark: line};
			this.show(line);
		}

		return line >= 0;
	}

	#select(anchor: number, head: number): void {
		this.#cursor = {...this.#cursor, mark: head, selection: {anchor, head}};
		const [place, at] = [this.#place(), this.#map().placeOf(head)];
		this.#moveTo(Math.min(at, Math.max(place, at - this.#height + 1)), true);
	}

	/** The shown line that many places from this one. */
	#lineFrom(line: number, by: number): number {
		const map = this.#map();
		return map.lineAt(Math.min(Math.max(0, map.length - 1), Math.max(0, map.placeOf(line) + by)));
	}

	async #find(from: number, direction: 1 | -1): Promise<boolean> {
		const pattern = this.#search?.pattern;
		if (pattern === undefined) {
			return false;
		}

		const ahead = from < 0 ? -1 : await this.#reader.search(pattern, from, direction);
		const round = direction === 1 ? 0 : Math.max(0, this.#reader.length - 1);
		const line = ahead >= 0 ? ahead : await this.#reader.search(pattern, round, direction);
		if (this.#search?.pattern === pattern) {
			this.#search = {...this.#search, line};
			if (line >= 0) {
				this.show(line);
			} else {
				this.#refresh(true);
			}
		}

		return line >= 0;
	}

	#matches(pattern: string, inverse: boolean): MatchList {
		return new MatchList(this.#reader, pattern, inverse, () => this.#refresh(false));
	}

	#folds(): readonly Fold[] {
		return foldsOf(this.#reader.commands, this.#reader.length, this.#chosenFolds, this.#ended);
	}

	#map(): LineMap {
		return this.#only === undefined
			? withoutRanges(this.#reader.length, hiddenRanges(this.#folds()))
			: onlyLines(this.#only.matches.lines);
	}

	#place(map = this.#map()): number {
		return this.#follow ? Math.max(0, map.length - this.#height) : map.placeOf(this.#top);
	}

	#moveTo(place: number, stay = false): void {
		const map = this.#map();
		const last = Math.max(0, map.length - this.#height);
		const wasFollowing = this.#follow;
		const next = Math.min(last, Math.max(0, place));
		this.#top = map.lineAt(next);
		this.#follow = !stay && next >= last && place >= last;
		if (wasFollowing && !this.#follow) {
			this.#seen = this.#reader.length;
		}

		this.#refresh(true);
	}

	/** `atOnce`: the user waits for it. */
	#refresh(atOnce: boolean): void {
		this.#stale = true;
		if (!this.#reading && !this.#closed) {
			void this.#read(atOnce);
		}
	}

	async #read(atOnce: boolean): Promise<void> {
		this.#reading = true;
		// How long the log is, before anything is made of that.
		await this.#reader.read(0, 0).catch(() => []);
		while (this.#stale && !this.#closed) {
			this.#stale = false;
			const map = this.#map();
			const place = this.#place(map);
			const window = await readPlaces(this.#reader, map, place, this.#height);
			this.#snapshot = this.#taken(map, place, window);
		}

		this.#reading = false;
		if (this.#closed) {
			return;
		}

		if (atOnce) {
			this.#pulse.now();
		} else {
			this.#pulse.request();
		}
	}

	#taken(map: LineMap, place: number, window: Pick<LogSnapshot, 'lines' | 'timeBefore'>): LogSnapshot {
		const total = this.#reader.length;
		const [search, only] = [this.#search, this.#only];
		return {
			...window,
			place,
			shown: map.length,
			total,
			follow: this.#follow,
			unseen: this.#follow ? 0 : Math.max(0, total - this.#seen),
			offset: this.#offset,
			commands: this.#reader.commands,
			folds: only === undefined ? this.#folds() : [],
			search: search && {
				pattern: search.pattern,
				line: search.line,
				index: search.matches.indexOf(search.line),
				count: search.matches.count,
				complete: search.matches.complete,
			},
			only: only && {
				pattern: only.pattern,
				inverse: only.inverse,
				count: only.matches.count,
				complete: only.matches.complete,
			},
			cursor: this.#cursor,
			ready: this.#height > 0,
		};
	}
}
