/** What a mouse did; columns and rows count from 0. */
export interface MouseEvent {
	readonly kind: 'press' | 'drag' | 'release' | 'wheel-up' | 'wheel-down';
	readonly column: number;
	readonly row: number;
}

/** Reports of buttons and of moves with one held down, with numbers of any size. */
export const mouseOn = '\u001B[?1000h\u001B[?1002h\u001B[?1006h';
export const mouseOff = '\u001B[?1006l\u001B[?1002l\u001B[?1000l';

const report = /\u001B?\[<(\d+);(\d+);(\d+)([Mm])/gu;

/** The mouse reports in a piece of input, which has nothing else; undefined when it has other input. Buttons but the first are left alone. */
export function mouseEvents(input: string): readonly MouseEvent[] | undefined {
	if (input === '' || input.replaceAll(report, '') !== '') {
		return undefined;
	}

	return [...input.matchAll(report)].flatMap(([, code, column, row, end]): readonly MouseEvent[] => {
		const kind = kindOf(Number(code) & ~28, end === 'm');
		return kind === undefined ? [] : [{kind, column: Number(column) - 1, row: Number(row) - 1}];
	});
}

/** The code without the bits of Shift, Alt and Control. */
function kindOf(code: number, released: boolean): MouseEvent['kind'] | undefined {
	switch (code) {
		case 0: {
			return released ? 'release' : 'press';
		}

		case 32: {
			return 'drag';
		}

		case 64: {
			return 'wheel-up';
		}

		case 65: {
			return 'wheel-down';
		}

		default: {
			return undefined;
		}
	}
}
