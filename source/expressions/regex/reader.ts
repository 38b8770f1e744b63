import {PatternError} from './pattern.js';

/** Walks over a pattern's characters. */
export class Reader {
	readonly source: string;
	index = 0;
	/** How many groups have been opened that keep what they match. */
	groups = 0;

	constructor(source: string) {
		this.source = source;
	}

	get done(): boolean {
		return this.index >= this.source.length;
	}

	get next(): string {
		return this.source[this.index] ?? '';
	}

	/** Takes `text` when it comes next. */
	take(text: string): boolean {
		if (!this.source.startsWith(text, this.index)) return false;
		this.index += text.length;
		return true;
	}

	/** Takes what `expression` (sticky) matches here, with its groups. */
	match(expression: RegExp): RegExpExecArray | undefined {
		expression.lastIndex = this.index;
		const found = expression.exec(this.source) ?? undefined;
		if (found) this.index += found[0].length;
		return found;
	}

	/** Takes one whole character and answers its code point. */
	codePoint(): number {
		const code = this.source.codePointAt(this.index) ?? 0;
		this.index += code > 0xffff ? 2 : 1;
		return code;
	}

	fail(message: string, index = this.index): never {
		throw new PatternError(message, index);
	}
}
