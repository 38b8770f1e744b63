/** A key as people read it: `Enter`, `Ctrl+C`, `PgDn`, `↑` where the terminal has it. */
export function keyText(key: string, ascii = false): string {
	const arrows: Readonly<Record<string, readonly [string, string]>> = {
		up: ['↑', 'Up'],
		down: ['↓', 'Down'],
		left: ['←', 'Left'],
		right: ['→', 'Right'],
		pagedown: ['PgDn', 'PgDn'],
		pageup: ['PgUp', 'PgUp'],
		'shift+tab': ['Shift+Tab', 'Shift+Tab'],
	};
	const known = arrows[key];
	if (known !== undefined) {
		return known[ascii ? 1 : 0];
	}

	if (key.startsWith('ctrl+')) {
		return `Ctrl+${key.slice(5).toUpperCase()}`;
	}

	// `za`: one key after the other.
	return key.length <= 2 ? key : `${key.charAt(0).toUpperCase()}${key.slice(1)}`;
}
