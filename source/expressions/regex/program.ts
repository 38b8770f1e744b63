import {unreachable} from '../../errors.js';
import {type Accepts, type Assertion, type Pattern, PatternError} from './pattern.js';

/** A pattern as instructions for many walkers at once; the entry is the last one, `next` and `to` are indexes. */
export type Program = readonly Instruction[];

export type Instruction =
	| {readonly kind: 'match'}
	| {readonly kind: 'character'; readonly accepts: Accepts; readonly next: number}
	| {readonly kind: 'assertion'; readonly assertion: Assertion; readonly next: number}
	| {readonly kind: 'split'; readonly to: number[]};

/** Bounds the time a match can take, as RE2's own limit on memory does. */
const maxInstructions = 5000;

/** Compiles from the end to the start, so that every instruction knows what follows it. */
export function compile(pattern: Pattern): Program {
	const program: Instruction[] = [{kind: 'match'}];
	const entry = emit(program, pattern, 0);
	program.push({kind: 'split', to: [entry]});
	return program;
}

/** Answers the index where the pattern starts, when `next` is what follows it. */
function emit(program: Instruction[], pattern: Pattern, next: number): number {
	switch (pattern.kind) {
		case 'character': {
			return push(program, {kind: 'character', accepts: pattern.accepts, next});
		}

		case 'assertion': {
			return push(program, {kind: 'assertion', assertion: pattern.assertion, next});
		}

		case 'sequence': {
			return pattern.items.reduceRight((following, item) => emit(program, item, following), next);
		}

		case 'choice': {
			return push(program, {kind: 'split', to: pattern.items.map(item => emit(program, item, next))});
		}

		case 'repeat': {
			return emitRepeat(program, pattern, next);
		}

		default: {
			return unreachable(pattern);
		}
	}
}

function emitRepeat(program: Instruction[], pattern: Pattern & {readonly kind: 'repeat'}, next: number): number {
	let entry = next;
	if (pattern.max === undefined) {
		const loop: Instruction & {kind: 'split'} = {kind: 'split', to: [next]};
		entry = push(program, loop);
		loop.to.unshift(emit(program, pattern.item, entry));
	} else {
		for (let extra = pattern.min; extra < pattern.max; extra++) {
			entry = push(program, {kind: 'split', to: [emit(program, pattern.item, entry), next]});
		}
	}

	for (let count = 0; count < pattern.min; count++) {
		const again = emit(program, pattern.item, entry);
		// An item that is nothing is nothing a thousand times a thousand times too.
		if (again === entry) break;
		entry = again;
	}

	return entry;
}

function push(program: Instruction[], instruction: Instruction): number {
	if (program.length >= maxInstructions) throw new PatternError('it is too big', 0);
	return program.push(instruction) - 1;
}
