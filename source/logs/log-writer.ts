import {AppendQueue} from './append-queue.js';
import {type CommandRecord, encodeRecord} from './command-journal.js';
import type {LineTag} from './index-block.js';
import {IndexBuilder} from './index-builder.js';
import {LineSplitter, rawLine} from './line-splitter.js';
import type {LogLine, LogWriter} from './log.js';
import type {LogFiles} from './log-files.js';
import {logLine} from './log-line.js';
import {createMasker, type Masker, maskText} from './masker.js';
import {mayColor, type RawLine, renderLine, sgrAfter} from './render-line.js';
import {plainSgr} from './sgr.js';

export interface LogWriterOptions {
	readonly masked: readonly string[];
	readonly onLine?: (line: LogLine) => void;
	/** Whether `onLine` is told of a line that is finished now; of every one when it is not given. */
	readonly wantsLine?: () => boolean;
	/** Called when readers can see more. */
	readonly onWritten: () => void;
	/** Milliseconds on a clock that does not jump. */
	readonly clock: () => number;
}

/** Rejects with a CiError when the files cannot be made. */
export async function createLogWriter(files: LogFiles, options: LogWriterOptions): Promise<LogWriter> {
	const queue = await AppendQueue.open([files.log, files.index, files.commands], options.onWritten);
	return new FileLogWriter(queue, options);
}

const newline = Buffer.from('\n');

/** Which file of the queue. */
const log = 0;
const index = 1;
const commands = 2;

/** What is known of a line when its first byte comes. */
interface Mark extends LineTag {
	readonly at: number;
}

/** One pass over what comes in: masked, then appended, then cut into lines for the index and for `onLine`. */
class FileLogWriter implements LogWriter {
	readonly #queue: AppendQueue;
	readonly #options: LogWriterOptions;
	readonly #masker: Masker;
	readonly #splitter = new LineSplitter<Mark>((raw, mark, size) => this.#line(raw, mark, size));
	readonly #builder = new IndexBuilder();
	readonly #opened: number;
	/** Where the next line begins in the log. */
	#offset = 0;
	#sgr = plainSgr;
	/** The bytes at hand, or an unfinished line before them, may change colours. */
	#colored = false;
	#command: number | undefined;
	#closing: Promise<void> | undefined;

	constructor(queue: AppendQueue, options: LogWriterOptions) {
		this.#queue = queue;
		this.#options = options;
		this.#opened = options.clock();
		this.#masker = createMasker(options.masked);
	}

	write(chunk: Buffer): void | Promise<void> {
		if (this.#closing !== undefined) return;
		this.#masker.push(chunk, this.#take);
		return this.#queue.drained();
	}

	notice(text: string, level: 'info' | 'warning' | 'error' = 'info'): void {
		if (this.#closing !== undefined) return;
		this.#endLine();
		for (const line of lines(maskText(text, this.#options.masked))) {
			this.#ownLine(line, {kind: level === 'info' ? 'notice' : level});
		}
	}

	commandStarted(index: number, text: string): void {
		if (this.#closing !== undefined) return;
		this.#endLine();
		const masked = maskText(text, this.#options.masked);
		this.#journal({type: 'started', index, text: masked, line: this.#builder.lines, at: this.#now()});
		const [first = '', ...more] = lines(masked);
		// As GitLab announces a command of several lines.
		const announced = more.length === 0 ? `$ ${first}` : `$ ${first} # collapsed multi-line command`;
		this.#ownLine(announced, {kind: 'command', command: index});
		this.#command = index;
	}

	commandFinished(index: number, exitCode: number): void {
		if (this.#closing !== undefined) return;
		this.#journal({type: 'finished', index, exit_code: exitCode, at: this.#now()});
		this.#command = undefined;
	}

	close(): Promise<void> {
		this.#closing ??= this.#close();
		return this.#closing;
	}

	async #close(): Promise<void> {
		this.#masker.flush(this.#take);
		this.#splitter.end();
		this.#appendIndex();
		this.#journal({type: 'closed', at: this.#now()});
		await this.#queue.close();
	}

	/** Masked bytes of the job. */
	readonly #take = (bytes: Buffer): void => {
		this.#queue.append(log, bytes);
		this.#colored = (this.#colored && this.#splitter.partial > 0) || mayColor(bytes);
		this.#splitter.feed(bytes, {kind: 'output', command: this.#command, at: this.#now()});
		this.#appendIndex();
	};

	/** The runner's own lines begin on a line of their own. */
	#endLine(): void {
		this.#masker.flush(this.#take);
		if (this.#splitter.partial > 0) this.#take(newline);
	}

	#ownLine(text: string, tag: LineTag): void {
		const bytes = Buffer.from(`${text}\n`);
		this.#queue.append(log, bytes);
		this.#line(rawLine(bytes.subarray(0, -1)), {...tag, at: this.#now()}, bytes.length);
		this.#appendIndex();
	}

	#line(raw: RawLine, mark: Mark, size: number): void {
		const number = this.#builder.lines;
		const {at, kind, command} = mark;
		this.#builder.add({offset: this.#offset, length: size, at, kind, command}, this.#sgr);
		this.#offset += size;
		// The runner's own lines have no colours of the job's, and leave them as they are.
		const own = kind !== 'output';
		const {onLine, wantsLine} = this.#options;
		if (onLine !== undefined && wantsLine?.() !== false) {
			const {text, sgr} = renderLine(raw, own ? plainSgr : this.#sgr);
			if (!own) this.#sgr = sgr;
			onLine(logLine(number, text, mark));
		} else if (this.#colored && !own) this.#sgr = sgrAfter(raw, this.#sgr);
	}

	#appendIndex(): void {
		for (const bytes of this.#builder.take()) this.#queue.append(index, bytes);
	}

	#journal(record: CommandRecord): void {
		this.#queue.append(commands, encodeRecord(record));
	}

	#now(): number {
		return Math.round(this.#options.clock() - this.#opened);
	}
}

function lines(text: string): readonly string[] {
	return text.split(/\r\n|\n|\r/);
}
