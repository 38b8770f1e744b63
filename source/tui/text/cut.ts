import sliceAnsi from 'slice-ansi';
import stringWidth from 'string-width';
import stripAnsi from 'strip-ansi';

const printableAscii = /^[\u0020-\u007E]*$/;
/** Characters that take one column each, our own symbols among them: most of what is drawn need not be measured. */
const oneColumnEach = /^[\u0020-\u007E\u2018-\u2026\u2500-\u25FC\u2800-\u28FF·›❯✔✘↻]*$/;
/** Escape sequences, and every control character that could move the cursor. SGR is told apart by its final `m`. */
const control =
	/(?:\u001B\[|\u009B)[\d:;<=>?]*[ -/]*[@-~]|\u001B\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|\u001B.?|[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/gu;
const sgr = /^\u001B\[[\d:;]*m$/;
/** A line longer than this is shown cut: measuring it for every frame would freeze the screen. */
const longest = 8192;

/** How many columns of the terminal the text takes; colours take none. */
export function columns(text: string): number {
	return oneColumnEach.test(text) ? text.length : stringWidth(text);
}

/** The columns `from` to `from + width` of a text, its colours kept and closed. */
export function cut(text: string, from: number, width: number): string {
	if (width <= 0) {
		return '';
	}

	return oneColumnEach.test(text) ? text.slice(from, from + width) : sliceAnsi(text, from, from + width);
}

/** The text in at most `width` columns, without its middle: names that begin alike differ at their ends. */
export function cutMiddle(text: string, width: number, ellipsis = '…'): string {
	const total = columns(text);
	const room = width - columns(ellipsis);
	if (total <= width || room < 2) {
		return total <= width ? text : cut(text, 0, width);
	}

	const tail = Math.ceil(room / 2);
	return `${cut(text, 0, room - tail)}${ellipsis}${cut(text, total - tail, tail)}`;
}

/** Nothing left but what can be seen, and colours unless they are not wanted. The last gate before the terminal. */
export function clean(text: string, color: boolean): string {
	const short = text.length > longest ? text.slice(0, longest) : text;
	if (printableAscii.test(short)) {
		return short;
	}

	return short.replace(control, match => (match === '\t' ? '    ' : color && sgr.test(match) ? match : ''));
}

/** The text as rows of at most `width` columns. */
export function wrapped(text: string, width: number): readonly string[] {
	const total = columns(text);
	if (total <= width || width <= 0) {
		return [text];
	}

	return Array.from({length: Math.ceil(total / width)}, (_, row) => cut(text, row * width, width));
}

export function plain(text: string): string {
	return text.includes('\u001B') ? stripAnsi(text) : text;
}
