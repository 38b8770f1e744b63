/** What a mark in a job's output tells. */
export type Mark =
	/** Command `index` starts; the code is the exit code of the command before it. */
	| {readonly kind: 'command'; readonly index: number}
	/** The script's shell has ended with the code. */
	| {readonly kind: 'end'}
	/** The answer to a question; 0 is yes. */
	| {readonly kind: 'answer'};

/** Output as the job wrote it, or a mark, in the order of the stream. */
export type Piece =
	| {readonly output: Buffer; readonly mark?: undefined}
	| {readonly mark: Mark; readonly token: string; readonly code: number};

const edge = 0x1e;
/** Edge, token, colon, up to three digits, edge. */
const longest = 1 + 32 + 1 + 3 + 1;

/** The shell's `printf` format of a mark; its arguments are the token and an exit code. */
export const markFormat = String.raw`\036%s:%s\036`;

/**
 * Takes the marks out of a job's output. A mark counts only with a token that was announced by `expect` and has not been used: tokens
 * are random, each is good for one mark, and a job learns one only when its mark is written, so that it cannot forge any. Everything
 * else, however much it looks like a mark, is output. Holds back at most one mark's length, and only what may become one.
 */
export class MarkReader {
	readonly #expected = new Map<string, Mark>();
	#held: Buffer = Buffer.alloc(0);

	/** `token` is 32 hexadecimal digits. */
	expect(token: string, mark: Mark): void {
		this.#expected.set(token, mark);
	}

	read(chunk: Buffer): readonly Piece[] {
		const data = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
		const pieces: Piece[] = [];
		let start = 0;
		let end = data.length;
		for (let at = data.indexOf(edge); at !== -1; at = data.indexOf(edge, at)) {
			const text = data.toString('latin1', at + 1, at + longest);
			const found = this.#parse(text);
			if (found === 'unfinished') {
				end = at;
				break;
			}

			if (found === undefined) {
				at++;
				continue;
			}

			addOutput(pieces, data.subarray(start, at));
			pieces.push(found);
			at += text.indexOf('\x1e') + 2;
			start = at;
		}

		addOutput(pieces, data.subarray(start, end));
		this.#held = data.subarray(end);
		return pieces;
	}

	/** What was held back, when nothing follows. */
	end(): Buffer {
		const rest = this.#held;
		this.#held = Buffer.alloc(0);
		return rest;
	}

	#parse(text: string): Piece | 'unfinished' | undefined {
		const match = /^([0-9a-f]{32}):(\d{1,3})\x1e/.exec(text);
		if (match === null) {
			return text.length < longest - 1 && this.#mayBecomeMark(text) ? 'unfinished' : undefined;
		}

		const [, token = '', code] = match;
		const mark = this.#expected.get(token);
		if (mark === undefined) {
			return undefined;
		}

		this.#expected.delete(token);
		return {mark, token, code: Number(code)};
	}

	#mayBecomeMark(text: string): boolean {
		const token = text.slice(0, 32);
		return /^(?::\d{0,3})?$/.test(text.slice(32)) && [...this.#expected.keys()].some(key => key.startsWith(token));
	}
}

function addOutput(pieces: Piece[], output: Buffer): void {
	if (output.length > 0) {
		pieces.push({output});
	}
}
