/** How a part of a pattern is meant; `U` (ungreedy) is read and makes no difference, because nothing is captured. */
export interface Flags {
	readonly ignoreCase: boolean;
	readonly multiLine: boolean;
	readonly dotAll: boolean;
}

export const noFlags: Flags = {ignoreCase: false, multiLine: false, dotAll: false};

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
				break;
			}

			default: {
				return undefined;
			}
		}
	}

	return changed;
}
