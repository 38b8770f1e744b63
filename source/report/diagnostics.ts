import stringWidth from 'string-width';
import type {Diagnostic, Position} from '../errors.js';

export interface DiagnosticStyle {
	readonly color: boolean;
	readonly ascii: boolean;
}

/** A file's text by the name that positions use. */
export type Sources = ReadonlyMap<string, string>;

/**
 * One diagnostic as people read it: place, severity, code and message, the line with the place underlined, how the
 * file came to be included, a hint. Lines are separated by `\n`, with none at the end.
 */
export function formatDiagnostic(diagnostic: Diagnostic, sources: Sources, style: DiagnosticStyle): string {
	const {severity, code, message, hint, position, includedFrom = []} = diagnostic;
	const paint = painter(style.color);
	const head = paint(severity === 'error' ? 'red' : 'yellow', `${severity} ${code}`);
	return [
		paint('bold', placeOf(position)),
		`${head}: ${message}`,
		...excerpt(position, sources, style, severity),
		...[...includedFrom].reverse().map(place => paint('dim', `  included from ${placeOf(place)}`)),
		...(hint === undefined ? [] : [`  ${paint('cyan', 'hint')}: ${hint}`]),
	].join('\n');
}

/** All of them with an empty line between, and a last line that counts them; empty without any. */
export function formatDiagnostics(
	diagnostics: readonly Diagnostic[],
	sources: Sources,
	style: DiagnosticStyle,
): string {
	if (diagnostics.length === 0) return '';
	const errors = diagnostics.filter(({severity}) => severity === 'error').length;
	const counts = [countOf(errors, 'error'), countOf(diagnostics.length - errors, 'warning')].filter(
		text => text !== '',
	);
	return [...diagnostics.map(diagnostic => formatDiagnostic(diagnostic, sources, style)), counts.join(', ')].join(
		'\n\n',
	);
}

/** Longer lines are cut around the place. */
const maxWidth = 160;
const tabWidth = 4;

function excerpt(
	position: Position,
	sources: Sources,
	style: DiagnosticStyle,
	severity: Diagnostic['severity'],
): string[] {
	const line = sources.get(position.file)?.split('\n', position.line)[position.line - 1]?.replace(/\r$/, '');
	if (line === undefined || line.trim() === '') return [];
	const characters = Array.from(line);
	const from = Math.max(0, position.column - 1);
	const first = from < maxWidth - 40 ? 0 : from - 40;
	const ellipsis = style.ascii ? '...' : '…';
	const before = (first === 0 ? '' : ellipsis) + shown(characters.slice(first, from));
	const marked = shown(characters.slice(from, Math.min(from + (position.length ?? 1), first + maxWidth)));
	const rest = characters.slice(from + (position.length ?? 1), first + maxWidth);
	const end = characters.length > first + maxWidth ? ellipsis : '';
	const underline = '^'.repeat(Math.max(1, stringWidth(marked)));
	const number = String(position.line).padStart(5);
	return [
		`${number} | ${before}${marked}${shown(rest)}${end}`,
		`      | ${' '.repeat(stringWidth(before))}${painter(style.color)(severity === 'error' ? 'red' : 'yellow', underline)}`,
	];
}

/** Tabs as spaces, other control characters as a question mark: a file must not reach the terminal's controls. */
function shown(characters: readonly string[]): string {
	return characters
		.map(character =>
			character === '\t' ? ' '.repeat(tabWidth) : /[\p{Cc}\p{Bidi_Control}]/u.test(character) ? '?' : character,
		)
		.join('');
}

function placeOf({file, line, column}: Position): string {
	return `${file}:${line}:${column}`;
}

function countOf(count: number, word: string): string {
	if (count === 0) return '';
	return `${count} ${word}${count === 1 ? '' : 's'}`;
}

type Paint = (style: keyof typeof codes, text: string) => string;

function painter(color: boolean): Paint {
	return (style, text) => (color ? `\u001B[${codes[style][0]}m${text}\u001B[${codes[style][1]}m` : text);
}

const codes = {
	bold: [1, 22],
	dim: [2, 22],
	red: [31, 39],
	yellow: [33, 39],
	cyan: [36, 39],
} as const;
