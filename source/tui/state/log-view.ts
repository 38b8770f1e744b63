import type {LoggedCommand, LogLine, LogReader} from '../../logs/log.js';
import type {Pulse} from '../pulse.js';
import {errorPattern, type FailureDetails, readFailure} from './failure.js';
import {countMatches, type SearchState} from './log-search.js';

/** What the log pane shows at one moment. */
export interface LogSnapshot {
	/** Number of the first line of `lines`. */
	readonly first: number;
	readonly lines: readonly LogLine[];
	readonly total: number;
	readonly follow: boolean;
	/** Lines that came since following stopped. */
	readonly unseen: number;
	/** Columns scrolled to the right. */
	readonly offset: number;
	readonly commands: readonly LoggedCommand[];
	readonly search: SearchState | undefined;
	/** The line that a jump went to. */
	readonly mark: number | undefined;
	/** False until it has been read for the first time. */
	readonly ready: boolean;
}

export const emptyLog: LogSnapshot = {
	first: 0,
	lines: [],
	total: 0,
	follow: true,
	unseen: 0,
	offset: 0,
	commands: [],
	search: undefined,
	mark: undefined,
	ready: false,
};

/** A window on one attempt's log: memory for one screen of lines, whatever the log's size. No React in it. */
export class LogView {
	readonly #reader: LogReader;
	readonly #pulse: Pulse;
	readonly #unsubscribe: () => void;
	#snapshot: LogSnapshot = emptyLog;
	#height = 0;
	#top = 0;
	#follow = true;
	#offset = 0;
	#seen = 0;
	#search: SearchState | undefined;
	#mark: number | undefined;
	#reading = false;
	#stale = false;
	#closed = false;

	constructor(reader: LogReader, pulse: Pulse) {
		this.#reader = reader;
		this.#pulse = pulse;
		this.#unsubscribe = reader.subscribe(() => this.#refresh(false));
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

	scroll(lines: number): void {
		this.#moveTo(this.#firstLine() + lines);
	}

	page(pages: number): void {
		this.scroll(Math.trunc(pages * Math.max(1, this.#height - 1)));
	}

	toStart(): void {
		this.#moveTo(0);
	}

	toEnd(): void {
		this.#mark = undefined;
		this.#follow = true;
		this.#refresh(true);
	}

	switchFollow(): void {
		if (this.#follow) {
			this.#moveTo(this.#firstLine(), true);
		} else {
			this.toEnd();
		}
	}

	sideways(columns: number): void {
		this.#offset = Math.max(0, this.#offset + columns);
		this.#refresh(true);
	}

	/** Puts a line in the middle of the window. */
	show(line: number): void {
		this.#moveTo(line - Math.floor(this.#height / 2), true);
	}

	/** Goes to the next (or previous) line that looks like an error; false when there is none. */
	async toError(direction: 1 | -1): Promise<boolean> {
		const from = this.#mark === undefined ? (direction === 1 ? 0 : this.#reader.length - 1) : this.#mark + direction;
		const line = from < 0 ? -1 : await this.#reader.search(errorPattern, from, direction);
		this.#jump(line);
		return line >= 0;
	}

	/** Goes to the next (or previous) command; false when there is none. */
	toCommand(direction: 1 | -1): boolean {
		const from = this.#mark ?? this.#firstLine() - 1;
		const lines = this.#reader.commands.map(command => command.line);
		const line = (direction === 1 ? lines.find(at => at > from) : lines.findLast(at => at < from)) ?? -1;
		this.#jump(line);
		return line >= 0;
	}

	#jump(line: number): void {
		if (line >= 0) {
			this.#mark = line;
			this.show(line);
		}
	}

	/** Looks for a pattern from the top of the window; resolves with false when it is nowhere. */
	async search(pattern: string): Promise<boolean> {
		this.#mark = undefined;
		this.#search = pattern === '' ? undefined : {pattern, line: -1, index: 0, count: 0, complete: false};
		if (pattern === '') {
			this.#refresh(true);
			return true;
		}

		const found = await this.#find(this.#firstLine(), 1);
		void countMatches(this.#reader, pattern, counted => this.#count(pattern, counted));
		return found;
	}

	/** The next (or previous) match, round the end of the log. */
	async next(direction: 1 | -1): Promise<boolean> {
		const from =
			this.#search === undefined || this.#search.line < 0 ? this.#firstLine() : this.#search.line + direction;
		return this.#find(from, direction);
	}

	/** What the log says about why its attempt failed. */
	async failure(commandsInPlan: number, atMost: number): Promise<FailureDetails> {
		return readFailure(this.#reader, commandsInPlan, atMost);
	}

	close(): void {
		this.#closed = true;
		this.#unsubscribe();
		this.#reader.close();
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

	#count(pattern: string, {matches, complete}: {matches: readonly number[]; complete: boolean}): boolean {
		if (this.#closed || this.#search?.pattern !== pattern) {
			return false;
		}

		const {line} = this.#search;
		this.#search = {...this.#search, count: matches.length, complete, matches};
		this.#search = {...this.#search, index: matches.indexOf(line) + 1};
		this.#refresh(false);
		return true;
	}

	#firstLine(): number {
		return this.#follow ? Math.max(0, this.#reader.length - this.#height) : this.#top;
	}

	#moveTo(line: number, stay = false): void {
		const last = Math.max(0, this.#reader.length - this.#height);
		const wasFollowing = this.#follow;
		this.#top = Math.min(last, Math.max(0, line));
		this.#follow = !stay && this.#top >= last && line >= last;
		if (wasFollowing && !this.#follow) {
			this.#seen = this.#reader.length;
		}

		this.#refresh(true);
	}

	/** A log that cannot be read is told in its place: it must not take the screen down. */
	async #lines(first: number): Promise<readonly LogLine[]> {
		try {
			return this.#height === 0 ? [] : await this.#reader.read(first, this.#height);
		} catch (error) {
			const text = `The log cannot be read: ${error instanceof Error ? error.message : String(error)}`;
			return [{number: first, text, at: 0, kind: 'error'}];
		}
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
		while (this.#stale && !this.#closed) {
			this.#stale = false;
			const total = this.#reader.length;
			const first = this.#firstLine();
			const lines = await this.#lines(first);
			this.#snapshot = {
				first,
				lines,
				total,
				follow: this.#follow,
				unseen: this.#follow ? 0 : Math.max(0, total - this.#seen),
				offset: this.#offset,
				commands: this.#reader.commands,
				mark: this.#mark,
				ready: this.#height > 0,
				search: this.#search && {...this.#search, index: (this.#search.matches?.indexOf(this.#search.line) ?? -1) + 1},
			};
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
}
