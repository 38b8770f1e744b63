import {holds} from './matches.js';
import type {Program} from './program.js';

/** Where a walk stands in the program, and where the groups it went through begin and end. */
interface Walker {
	readonly at: number;
	readonly slots: readonly number[];
}

/** Longer texts are cut, as for `matches`. */
const maxText = 32_768;

/**
 * All matches in the text, one after the other and none within another, as Ruby's `scan` has them: of each the texts of
 * its groups (empty for one that took no part), or the whole match when there are no groups. RE2's leftmost-first
 * choice: walkers go over the text together in the order of preference, so the time is linear in the text for each match.
 */
export function scan(program: Program, groups: number, text: string): readonly (readonly string[])[] {
	const characters = Array.from(text.slice(0, maxText));
	const codes = characters.map(character => character.codePointAt(0) ?? 0);
	const found: (readonly string[])[] = [];
	for (let from = 0; from <= codes.length; ) {
		const slots = firstMatch(program, codes, from);
		if (slots === undefined) break;
		const textOf = (group: number): string => {
			const [begin = -1, end = -1] = [slots[2 * group], slots[2 * group + 1]];
			return begin === -1 || end === -1 ? '' : characters.slice(begin, end).join('');
		};
		found.push(groups === 0 ? [textOf(0)] : Array.from({length: groups}, (_, group) => textOf(group + 1)));
		const end = slots[1] ?? from;
		from = end === slots[0] ? end + 1 : end;
	}

	return found;
}

/** The slots of the match that begins first, at `from` or after it; of those the preferred one. */
function firstMatch(program: Program, codes: readonly number[], from: number): readonly number[] | undefined {
	const seen = new Int32Array(program.length).fill(-1);
	let walkers: Walker[] = [];
	let matched: readonly number[] | undefined;
	for (let index = from; index <= codes.length; index++) {
		// Once something has matched no walk begins later, but those under way may still win.
		if (matched === undefined) walkers.push({at: program.length - 1, slots: [index]});
		if (walkers.length === 0) break;
		const following: Walker[] = [];
		const code = codes[index];
		const stack = walkers.reverse();
		for (let walker = stack.pop(); walker !== undefined; walker = stack.pop()) {
			const {at, slots} = walker;
			if (seen[at] === index) continue;
			seen[at] = index;
			const instruction = program[at];
			if (instruction === undefined || instruction.kind === 'match') {
				matched = withSlot(slots, 1, index);
				// All others are less preferred.
				break;
			}

			if (instruction.kind === 'split') {
				for (const next of instruction.to.toReversed()) stack.push({at: next, slots});
			} else if (instruction.kind === 'save') {
				stack.push({at: instruction.next, slots: withSlot(slots, instruction.slot, index)});
			} else if (instruction.kind === 'assertion') {
				if (holds(instruction.assertion, codes, index)) stack.push({at: instruction.next, slots});
			} else if (code !== undefined && instruction.accepts(code)) following.push({at: instruction.next, slots});
		}

		walkers = following;
	}

	return matched;
}

function withSlot(slots: readonly number[], slot: number, place: number): readonly number[] {
	const changed = [...slots];
	while (changed.length < slot) changed.push(-1);
	changed[slot] = place;
	return changed;
}
