import type {Key} from 'ink';

/** Reports of a mouse that Ink passes on as text, without their escape. */
const mouseReport = /^\[(?:<\d+;\d+;\d+[Mm]|M[\s\S]{3})/u;
/** Any other escape sequence that Ink does not know, such as a focus report: never text. */
const leftover = /^[[O](?:[\d;:<=>?]*)[@-~]$/u;

const named: ReadonlyArray<readonly [(key: Key) => boolean, string]> = [
	[key => key.upArrow, 'up'],
	[key => key.downArrow, 'down'],
	[key => key.leftArrow, 'left'],
	[key => key.rightArrow, 'right'],
	[key => key.pageUp, 'pageup'],
	[key => key.pageDown, 'pagedown'],
	[key => key.home, 'home'],
	[key => key.end, 'end'],
	[key => key.return, 'enter'],
	[key => key.escape, 'esc'],
	// Terminals disagree on which of the two the backspace key sends.
	[key => key.backspace || key.delete, 'backspace'],
];

/**
 * The keys pressed in one chunk of input, by the names of the keymap: `j`, `G`, `ctrl+c`, `space`, `shift+tab`.
 * Fast typing arrives as one chunk (`jjj`), so there may be several.
 */
export function keyNames(input: string, key: Key): readonly string[] {
	if (key.tab) {
		return [key.shift ? 'shift+tab' : 'tab'];
	}

	const special = named.find(([matches]) => matches(key));
	if (special !== undefined) {
		return [special[1]];
	}

	if (key.ctrl) {
		return input.length === 1 ? [`ctrl+${input}`] : [];
	}

	if (mouseReport.test(input) || (input.length > 1 && leftover.test(input))) {
		return [];
	}

	return [...input].map(nameOfCharacter).filter(name => name !== '');
}

function nameOfCharacter(character: string): string {
	switch (character) {
		case ' ': {
			return 'space';
		}

		case '\r':
		case '\n': {
			return 'enter';
		}

		case '\t': {
			return 'tab';
		}

		case '\u007F':
		case '\b': {
			return 'backspace';
		}

		default: {
			return character < ' ' ? `ctrl+${String.fromCodePoint((character.codePointAt(0) ?? 0) + 96)}` : character;
		}
	}
}
