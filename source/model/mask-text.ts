import {escapeTemplate} from './expand-variables.js';

/**
 * Texts and templates without the values that must never be seen: each becomes `[MASKED]`, longer ones first. For texts
 * that are complete; a stream of a job's output is the log's to mask.
 */
export function textMask(masked: readonly string[]): (text: string) => string {
	const secrets = masked
		.flatMap(value => [value, ...(value.includes('\n') ? longLines(value) : [])])
		.flatMap(secret => [secret, escapeTemplate(secret)])
		.filter(secret => secret !== '')
		.sort((a, b) => b.length - a.length);
	return text => secrets.reduce((rest, secret) => rest.replaceAll(secret, '[MASKED]'), text);
}

/** A value of several lines, a private key, is rarely seen whole. */
function longLines(value: string): readonly string[] {
	return value.split(/[\r\n]+/).filter(line => line.trim().length >= 8);
}
