import type {JobSink} from './executor.js';
import {type Mark, MarkReader} from './marks.js';

/**
 * Reads all that a job writes, once: output goes on to the sink, marks become the sink's `commandStarted` and `commandFinished` and the
 * answers that somebody waits for, everything in the order of the stream.
 */
export class Transcript {
	readonly #sink: Pick<JobSink, 'write' | 'commandStarted' | 'commandFinished'>;
	readonly #commands: readonly string[];
	readonly #marks = new MarkReader();
	readonly #waiting = new Map<string, (code: number | undefined) => void>();
	#open: number | undefined;
	#isOver = false;
	#isClosed = false;
	#writing: void | Promise<void> = undefined;

	constructor(sink: Pick<JobSink, 'write' | 'commandStarted' | 'commandFinished'>, commands: readonly string[]) {
		this.#sink = sink;
		this.#commands = commands;
	}

	/** Whether a command runs that was announced. */
	get isAtCommand(): boolean {
		return this.#open !== undefined;
	}

	expect(tokens: ReadonlyMap<string, Mark>): void {
		for (const [token, mark] of tokens) {
			this.#marks.expect(token, mark);
		}
	}

	/** Resolves with the code of a mark once it is reached and all before it is written; undefined when the output ends without it. */
	async answer(token: string, kind: 'end' | 'answer' = 'answer'): Promise<number | undefined> {
		if (this.#isOver) {
			return undefined;
		}

		this.#marks.expect(token, {kind});
		return await new Promise(resolve => {
			this.#waiting.set(token, resolve);
		});
	}

	/** Resolves when the output has ended and all is written; rejects with what the stream rejects with. */
	async read(output: AsyncIterable<Buffer>): Promise<void> {
		try {
			for await (const chunk of output) {
				for (const piece of this.#marks.read(chunk)) {
					if (this.#isClosed) {
						break;
					}

					if (piece.mark === undefined) {
						await this.#write(piece.output);
					} else {
						this.#take(piece.mark, piece.token, piece.code);
					}
				}
			}
		} finally {
			await this.#end();
		}
	}

	/** The command that runs was ended with its shell. */
	finishCommand(exitCode: number): void {
		if (this.#open !== undefined) {
			this.#sink.commandFinished(this.#open, exitCode);
			this.#open = undefined;
		}
	}

	/** Nothing is told to the sink any more once this resolves; what the job still writes is read and dropped. */
	async close(): Promise<void> {
		this.#isClosed = true;
		await this.#writing;
	}

	async #write(output: Buffer): Promise<void> {
		if (!this.#isClosed) {
			this.#writing = this.#sink.write(output);
			await this.#writing;
		}
	}

	#take(mark: Mark, token: string, code: number): void {
		if (mark.kind === 'command') {
			this.#startCommand(mark.index, code);
			return;
		}

		if (mark.kind === 'end') {
			this.finishCommand(code);
		}

		this.#waiting.get(token)?.(code);
		this.#waiting.delete(token);
	}

	/** In a loop over several commands of the list, those of its body come by once: a token is good for one mark. */
	#startCommand(index: number, codeBefore: number): void {
		this.finishCommand(codeBefore);
		this.#open = index;
		this.#sink.commandStarted(index, this.#commands[index] ?? '');
	}

	async #end(): Promise<void> {
		this.#isOver = true;
		const rest = this.#marks.end();
		if (rest.length > 0) {
			await this.#write(rest);
		}

		for (const resolve of this.#waiting.values()) {
			resolve(undefined);
		}

		this.#waiting.clear();
	}
}
