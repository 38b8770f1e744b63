import {change, joined, unseen, widestLine} from './cells.js';
import type {RenderedLine} from './render-line.js';
import {readSequence} from './sequence.js';
import {applySgr, plainSgr, type Sgr} from './sgr.js';

/** No character is wider than two columns, so a line of so many characters fits without being measured. */
const longest = widestLine / 2;

const allAscii = /^[\x00-\x7f]*$/;
const run = /[^\x00-\x1f\x7f-\x9f]+/y;
/** Controls that need no terminal: they do nothing to the text of a line. */
const ignored = /^[\x00-\x06\x07\x0a-\x0c\x0e-\x1a\x1c-\x1f\x7f]$/;

/**
 * What most lines are: text and colours from left to right. Undefined for a line that goes back, jumps or joins characters,
 * which needs the cells of a terminal to be known.
 */
export function paintStraight(text: string, sgr: Sgr): RenderedLine | undefined {
	if (text.endsWith('\r')) text = text.slice(0, -1);
	const ascii = allAscii.test(text);
	if (text.length > longest || (!ascii && joined.test(text))) return undefined;
	let painted = '';
	let active = plainSgr;
	for (let index = 0; index < text.length; ) {
		const code = text.charCodeAt(index);
		if (code === 0x1b || (code >= 0x80 && code <= 0x9f)) {
			const {end, final, parameters} = readSequence(text, index);
			if (final === 'm') sgr = applySgr(sgr, parameters);
			else if (final !== '' && 'KGCD'.includes(final)) return undefined;
			index = end;
		} else if (code < 0x20 || code === 0x7f) {
			if (!ignored.test(text.charAt(index))) return undefined;
			index++;
		} else {
			run.lastIndex = index;
			run.test(text);
			const piece = ascii ? text.slice(index, run.lastIndex) : text.slice(index, run.lastIndex).replace(unseen, '');
			if (piece !== '') painted += change(active, sgr) + piece;
			if (piece !== '') active = sgr;
			index = run.lastIndex;
		}
	}

	return {text: painted + change(active, plainSgr), sgr};
}
