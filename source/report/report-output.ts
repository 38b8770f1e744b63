import {type LookName, looks} from './look.js';
import {paint} from './paint.js';

/** Where lines go and what may be in them. */
export interface ReportOutput {
	write(text: string): void;
	readonly color: boolean;
	readonly ascii: boolean;
}

/** Something that follows a run; closed when it has nothing more to tell. */
export interface RunReader {
	close(): void;
}

export function glyphOf(look: LookName, {color, ascii}: Pick<ReportOutput, 'color' | 'ascii'>): string {
	const {glyph, ascii: letter, style} = looks[look];
	return paint(ascii ? letter : glyph, style, color);
}
