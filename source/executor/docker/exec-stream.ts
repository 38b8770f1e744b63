import type {Duplex} from 'node:stream';
import {setImmediate} from 'node:timers/promises';
import type {ShellTerminal} from '../shell-terminal.js';
import {TerminalModes} from './terminal-modes.js';

/** Lets a person talk to a program that has a terminal of its own; resolves when its stream has ended and the terminal is as it was. */
export async function joinTerminal(stream: Duplex, terminal: ShellTerminal): Promise<void> {
	const {input, output, stop} = terminal;
	const modes = new TerminalModes();
	const ended = endOf(stream, stop);
	const send = (chunk: Buffer | string) => {
		stream.write(chunk);
	};
	stream.on('data', (chunk: Buffer) => {
		modes.read(chunk);
		if (!output.write(chunk)) {
			stream.pause();
		}
	});
	const resume = () => void stream.resume();
	output.on('drain', resume);
	setRaw(terminal, true);
	input.on('data', send);
	input.resume();
	try {
		await ended;
	} finally {
		input.off('data', send);
		input.pause();
		output.off('drain', resume);
		setRaw(terminal, false);
		output.write(modes.reset());
		// Node stops reading from the terminal a tick after it was told to: whoever reads next must not begin before.
		await setImmediate();
	}
}

/** Feeds a program that has no terminal, and takes what it writes apart; resolves when its stream has ended and all is written. */
export async function joinPipes(stream: Duplex, {input, output, errors, stop}: ShellTerminal): Promise<void> {
	const ended = endOf(stream, stop);
	const parts = new StreamParts();
	stream.on('data', (chunk: Buffer) => {
		for (const {isError, content} of parts.take(chunk)) {
			const target = isError ? errors : output;
			if (!target.write(content)) {
				stream.pause();
				target.once('drain', () => stream.resume());
			}
		}
	});
	input.pipe(stream);
	try {
		await ended;
	} finally {
		input.unpipe(stream);
		input.pause();
	}
}

/** A connection that breaks ends it too: what became of the program is the engine's to say. */
async function endOf(stream: Duplex, stop: AbortSignal): Promise<void> {
	await new Promise<void>(resolve => {
		const end = () => {
			stop.removeEventListener('abort', end);
			resolve();
			stream.destroy();
		};
		stream.once('end', end).once('close', end).on('error', end);
		stop.addEventListener('abort', end);
		if (stop.aborted) {
			end();
		}
	});
}

/** A terminal that was closed takes no mode any more, and needs none. */
function setRaw({input}: ShellTerminal, isRaw: boolean): void {
	try {
		input.setRawMode?.(isRaw);
	} catch {
		// It is gone.
	}
}

interface Part {
	readonly isError: boolean;
	readonly content: Buffer;
}

/** The frames of a stream without terminal, each with the stream it is of: see Demultiplexer, which does not tell them apart. */
class StreamParts {
	#held: Buffer = Buffer.alloc(0);
	#left = 0;
	#isError = false;

	*take(chunk: Buffer): Generator<Part> {
		let data = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
		while (data.length > 0) {
			if (this.#left === 0) {
				if (data.length < headerSize) {
					break;
				}

				this.#isError = data[0] === 2;
				this.#left = data.readUInt32BE(4);
				data = data.subarray(headerSize);
				continue;
			}

			const content = data.subarray(0, this.#left);
			this.#left -= content.length;
			data = data.subarray(content.length);
			yield {isError: this.#isError, content};
		}

		this.#held = data;
	}
}

const headerSize = 8;
