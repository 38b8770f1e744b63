import {StringDecoder} from 'node:string_decoder';
import {CommandJournal} from './command-journal.js';
import {GrowingFile} from './growing-file.js';
import {blockEnd, type IndexBlock, type IndexEntry} from './index-block.js';
import {IndexFile} from './index-file.js';
import type {LoggedCommand} from './log.js';
import type {LogFiles} from './log-files.js';
import {loadLines} from './raw-lines.js';
import {sgrAfter} from './render-line.js';
import {plainSgr, type Sgr} from './sgr.js';
import {TailIndex} from './tail-index.js';

const scanChunk = 256 * 1024;

/** Some lines in a row. `open`: the last of them has no newline yet, or never gets one. */
export interface LineBlock extends IndexBlock {
	readonly open: boolean;
}

/** Which lines a log has and where: from its index, and past the index's end from the log itself. */
export class LineTable {
	readonly log: GrowingFile;
	readonly #index: IndexFile;
	readonly #commandFile: GrowingFile;
	readonly #decoder = new StringDecoder();
	readonly #journal = new CommandJournal();
	#commandsRead = 0;
	#size = 0;
	#tail = new TailIndex(0, 0, () => plainSgr);
	#scanning: Promise<void> | undefined;

	constructor(files: LogFiles) {
		this.log = new GrowingFile(files.log);
		this.#index = new IndexFile(files.index);
		this.#commandFile = new GrowingFile(files.commands);
	}

	get length(): number {
		return this.#tail.lines + (this.#size > this.#tail.partialStart ? 1 : 0);
	}

	get commands(): readonly LoggedCommand[] {
		return this.#journal.commands;
	}

	/** True when nothing will be added any more. */
	get complete(): boolean {
		return this.#journal.closed;
	}

	/** Looks what is there now: reads a few bytes of the index. True when something was added. */
	refresh(): boolean {
		const before = [this.#size, this.#tail, this.#journal.commands, this.#journal.closed];
		// In the order opposite to writing, so that the log has whatever the index speaks of.
		this.#readJournal();
		this.#size = this.log.size();
		this.#index.refresh(this.#size);
		const {last} = this.#index;
		const end = last === undefined ? {offset: 0, line: 0} : blockEnd(last);
		if (end.offset !== this.#tail.start) this.#tail = new TailIndex(end.offset, end.line, () => this.#sgrAtIndexEnd());
		return [this.#size, this.#tail, this.#journal.commands, this.#journal.closed].some((now, at) => now !== before[at]);
	}

	/** Finds the lines that the index does not know. */
	async scan(): Promise<void> {
		this.#scanning ??= this.#scan().finally(() => {
			this.#scanning = undefined;
		});
		await this.#scanning;
	}

	/** The lines around this one; undefined when there is no such line. */
	find(line: number): LineBlock | undefined {
		if (line < 0 || line >= this.length) return undefined;
		const inTail = this.#tail.find(line);
		const block = inTail !== undefined && inTail.firstLine <= line ? inTail : this.#index.find(line);
		const partial = this.#partial(block);
		if (partial === undefined) return block && {...block, open: false};
		const {firstLine, sgr, entries} = block ?? {firstLine: 0, sgr: plainSgr, entries: []};
		return {firstLine, sgr, entries: [...entries, partial], open: true};
	}

	close(): void {
		for (const file of [this.log, this.#index, this.#commandFile]) file.close();
	}

	async #scan(): Promise<void> {
		for (;;) {
			const tail = this.#tail;
			const length = Math.min(scanChunk, this.#size - tail.scanned);
			if (length <= 0) return;
			const bytes = await this.log.read(tail.scanned, length);
			if (bytes.length === 0) return;
			if (tail === this.#tail) tail.scan(bytes, this.#journal.commands);
		}
	}

	/** The unfinished line, when it follows this block. */
	#partial(block: IndexBlock | undefined): IndexEntry | undefined {
		const start = this.#tail.partialStart;
		const end = block === undefined ? {line: 0, offset: 0, at: 0} : blockEnd(block);
		if (this.#size <= start || end.offset !== start) return undefined;
		const running = this.#journal.commands.findLast(command => command.endedAt === undefined);
		const at = Math.max(end.at, running?.startedAt ?? 0);
		return {offset: start, length: this.#size - start, at, kind: 'output', command: running?.index};
	}

	#sgrAtIndexEnd(): Sgr {
		const {last} = this.#index;
		if (last === undefined) return plainSgr;
		const lines = loadLines({...last, open: false}, (offset, length) => this.log.readNow(offset, length));
		return last.entries.reduce((sgr, {kind}, at) => {
			const raw = lines[at];
			return raw === undefined || kind !== 'output' ? sgr : sgrAfter(raw, sgr);
		}, last.sgr);
	}

	#readJournal(): void {
		const size = this.#commandFile.size();
		if (size <= this.#commandsRead) return;
		const bytes = this.#commandFile.readNow(this.#commandsRead, size - this.#commandsRead);
		this.#commandsRead += bytes.length;
		this.#journal.feed(this.#decoder.write(bytes));
	}
}
