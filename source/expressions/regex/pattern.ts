/** What a regular expression asks for, as a tree. */
export type Pattern =
	| {readonly kind: 'character'; readonly accepts: Accepts}
	| {readonly kind: 'assertion'; readonly assertion: Assertion}
	| {readonly kind: 'sequence'; readonly items: readonly Pattern[]}
	| {readonly kind: 'choice'; readonly items: readonly Pattern[]}
	/** What it matched is kept; groups count from 1. */
	| {readonly kind: 'group'; readonly item: Pattern; readonly group: number}
	/** `max` undefined: as often as you like; `lazy`: as seldom as will do. */
	| {
			readonly kind: 'repeat';
			readonly item: Pattern;
			readonly min: number;
			readonly max: number | undefined;
			readonly lazy: boolean;
	  };

/** Tells whether one character, given as its code point, is meant. */
export type Accepts = (codePoint: number) => boolean;

export type Assertion = 'text-start' | 'text-end' | 'line-start' | 'line-end' | 'word-boundary' | 'no-word-boundary';

/** Why a regular expression cannot be used, and where in it (from 0). */
export class PatternError extends Error {
	override readonly name = 'PatternError';
	readonly index: number;

	constructor(message: string, index: number) {
		super(message);
		this.index = index;
	}
}
