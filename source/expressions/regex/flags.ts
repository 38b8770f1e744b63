/** How a part of a pattern is meant. */
export interface Flags {
	readonly ignoreCase: boolean;
	readonly multiLine: boolean;
	readonly dotAll: boolean;
	/** `U`: what is greedy is lazy, and the other way round. */
	readonly ungreedy: boolean;
}

export const noFlags: Flags = {ignoreCase: false, multiLine: false, dotAll: false, ungreedy: false};

/** The flags after setting (`i`) or clearing (`-i`) some; undefined when there is an unknown letter. */
export function changeFlags(flags: Flags, letters: string): Flags | undefined {
	let on = true;
	let changed = flags;
	for (const letter of letters) {
		switch (letter) {
			case '-': {
				on = false;
				break;
			}

			case 'i': {
				changed = {...changed, ignoreCase: on};
				break;
			}

			case 'm': {
				changed = {...changed, multiLine: on};
				break;
			}

			case 's': {
				changed = {...changed, dotAll: on};
				break;
			}

			case 'U': {
				changed = {...changed, ungreedy: on};
				break;
			}

			default: {
				return undefined;
			}
		}
	}

	return changed;
}
