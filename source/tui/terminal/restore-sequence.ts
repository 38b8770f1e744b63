/** Alternate screen on, cursor hidden, no wrapping at the right edge, so that a row can never push another. */
export const enterSequence = '\u001B[?1049h\u001B[?25l\u001B[?7l\u001B[H\u001B[J';

/**
 * The terminal as it was: every mode a screen may have set is taken back, so it is right whatever was on.
 * Synchronized update, mouse reports, pasted-text marks, colours, wrapping, cursor, alternate screen.
 */
export const restoreSequence =
	'\u001B[?2026l\u001B[?1000l\u001B[?1002l\u001B[?1003l\u001B[?1006l\u001B[?2004l\u001B[0m\u001B[?7h\u001B[?25h\u001B[?1049l';
