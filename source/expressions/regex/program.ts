import {unreachable} from '../../errors.js';
import {type Accepts, type Assertion, type Pattern, PatternError} from './pattern.js';

/** A pattern as instructions for many walkers at once; the entry is the last one, `next` and `to` are indexes. */
export type Program = readonly Instruction[];

export type Instruction =
	| {readonly kind: 'match'}
	| {readonly kind: 'character'; readonly accepts: Accepts; readonly next: number}
	| {readonly kind: 'assertion'; readonly assertion: Assertion; readonly next: number}
	/** Remembers the place: slot 2n is where group n begins, 2n+1 where it ends. */
	| {readonly kind: 'save'; readonly slot: number; readonly next: number}
	/** The first is preferred. */
	| {readonly kind: 'split'; readonly to: number[]};

/** Bounds the time a match can take, as RE2's own limit on memory does. */
const maxInstructions = 5000;

/** Compiles from the end to the start, so that every instruction knows what follows it. */
export function compile(pattern: Pattern): Program {
	return finish([{kind: 'match'}], withoutGroups(pattern));
}

/** The same with the places of the groups, which may make too much of it. */
export function compileWithGroups(pattern: Pattern): Program {
	return finish([{kind: 'match'}], pattern);
}

function withoutGroups(pattern: Pattern): Pattern {
	switch (pattern.kind) {
		case 'group': {
			return withoutGroups(pattern.item);
		}

		case 'repeat': {
			return {...pattern, item: withoutGroups(pattern.item)};
		}

		case 'sequence':
		case 'choice': {
			return {kind: pattern.kind, items: pattern.items.map(withoutGroups)};
		}

		default: {
			return pattern;
		}
	}
}

function finish(program: Instruction[], pattern: Pattern): Program {
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

		case 'group': {
			const end = push(program, {kind: 'save', slot: 2 * pattern.group + 1, next});
			return push(program, {kind: 'save', slot: 2 * pattern.group, next: emit(program, pattern.item, end)});
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
		const item = emit(program, pattern.item, entry);
		if (pattern.lazy) loop.to.push(item);
		else loop.to.unshift(item);
	} else {
		for (let extra = pattern.min; extra < pattern.max; extra++) {
			const item = emit(program, pattern.item, entry);
			entry = push(program, {kind: 'split', to: pattern.lazy ? [next, item] : [item, next]});
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
