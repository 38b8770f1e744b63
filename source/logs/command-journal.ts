import type {LoggedCommand} from './log.js';

/** A line of `<log>.commands`, the JSON lines beside a log that say what ran when; times in ms since the log was opened. */
export type CommandRecord =
	| {
			readonly type: 'started';
			readonly index: number;
			readonly text: string;
			readonly line: number;
			readonly at: number;
	  }
	| {readonly type: 'finished'; readonly index: number; readonly exit_code: number; readonly at: number}
	/** The log is complete: nothing will be added. */
	| {readonly type: 'closed'; readonly at: number};

export function encodeRecord(record: CommandRecord): Buffer {
	return Buffer.from(`${JSON.stringify(record)}\n`);
}

/** What is known of a log's commands; fed with what is appended to the file. */
export class CommandJournal {
	#commands: readonly LoggedCommand[] = [];
	#unread = '';
	closed = false;

	/** The same list until something changed. */
	get commands(): readonly LoggedCommand[] {
		return this.#commands;
	}

	/** `text` continues what was fed before; a line that is cut off waits for its rest. */
	feed(text: string): void {
		const lines = (this.#unread + text).split('\n');
		this.#unread = lines.pop() ?? '';
		const commands = [...this.#commands];
		for (const line of lines) {
			const record = parse(line);
			if (record?.type === 'closed') this.closed = true;
			else if (record?.type === 'started') {
				commands.push({index: record.index, text: record.text, line: record.line, startedAt: record.at});
			} else if (record?.type === 'finished') {
				const place = commands.findLastIndex(command => command.index === record.index);
				const command = commands[place];
				if (command !== undefined) commands[place] = {...command, endedAt: record.at, exitCode: record.exit_code};
			}
		}

		if (lines.length > 0) this.#commands = commands;
	}
}

/** Undefined for a line that a crash has cut off. */
function parse(line: string): CommandRecord | undefined {
	try {
		return JSON.parse(line) as CommandRecord;
	} catch {
		return undefined;
	}
}
