/** A file could not be got, and why in words; `isFinal` when the place answered that it has no such file. */
export class CannotFetch extends Error {
	override readonly name = 'CannotFetch';
	readonly isFinal: boolean;

	constructor(message: string, isFinal = false) {
		super(message);
		this.isFinal = isFinal;
	}
}
