/** Only what every terminal has and the user's theme rules. */
export interface Style {
	readonly color?: 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'gray';
	readonly bold?: boolean;
	readonly dim?: boolean;
}

const codes = {red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36, gray: 90} as const;

/** Text in a style, or as it is when colours are off. */
export function paint(text: string, {color, bold, dim}: Style, on: boolean): string {
	const set = [bold && 1, dim && 2, color && codes[color]].filter(code => typeof code === 'number');
	return on && set.length > 0 && text !== '' ? `\u001b[${set.join(';')}m${text}\u001b[0m` : text;
}

/** Text without its colours. */
export function unpainted(text: string): string {
	return text.includes('\u001b') ? text.replace(/\u001b\[[\d;]*m/g, '') : text;
}
