import {unreachable} from '../../errors.js';
import {isWord} from './characters.js';
import type {Assertion} from './pattern.js';
import type {Program} from './program.js';

/** Longer texts are cut: with the program's own limit it bounds the time of a match. */
const maxText = 32_768;

/**
 * True when the program matches anywhere in the text. All possible walks through the program go over the text
 * together, one character at a time, so the time is linear in the text whatever the pattern.
 */
export function matches(program: Program, text: string): boolean {
	const codes = Array.from(text.slice(0, maxText), character => character.codePointAt(0) ?? 0);
	const seen = new Int32Array(program.length).fill(-1);
	let walkers: number[] = [];
	for (let index = 0; index <= codes.length; index++) {
		walkers.push(program.length - 1);
		const code = codes[index];
		const following: number[] = [];
		while (walkers.length > 0) {
			const at = walkers.pop() ?? 0;
			if (seen[at] === index) continue;
			seen[at] = index;
			const instruction = program[at];
			if (instruction === undefined || instruction.kind === 'match') return true;
			if (instruction.kind === 'split') walkers.push(...instruction.to);
			else if (instruction.kind === 'save') walkers.push(instruction.next);
			else if (instruction.kind === 'assertion') {
				if (holds(instruction.assertion, codes, index)) walkers.push(instruction.next);
			} else if (code !== undefined && instruction.accepts(code)) following.push(instruction.next);
		}

		walkers = following;
	}

	return false;
}

/** Whether the assertion holds before the character at `index`. */
export function holds(assertion: Assertion, codes: readonly number[], index: number): boolean {
	switch (assertion) {
		case 'text-start': {
			return index === 0;
		}

		case 'text-end': {
			return index === codes.length;
		}

		case 'line-start': {
			return index === 0 || codes[index - 1] === newline;
		}

		case 'line-end': {
			return index === codes.length || codes[index] === newline;
		}

		case 'word-boundary': {
			return isWord(codes[index - 1] ?? 0) !== isWord(codes[index] ?? 0);
		}

		case 'no-word-boundary': {
			return isWord(codes[index - 1] ?? 0) === isWord(codes[index] ?? 0);
		}

		default: {
			return unreachable(assertion);
		}
	}
}

const newline = 0x0a;
