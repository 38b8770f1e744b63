import type {Findings} from '../model/findings.js';
import type {JobFinished} from '../model/run-event.js';
import {formatDuration} from './duration.js';
import {lookOf, looks, wordsOf} from './look.js';
import {paint} from './paint.js';
import {glyphOf, type ReportOutput} from './report-output.js';

/** How an attempt ended, in one line: glyph, words, reason and duration; `name` goes before the words when given. */
export function finishLine(event: JobFinished, output: Pick<ReportOutput, 'color' | 'ascii'>, name?: string): string {
	const {status, reason_kind: reasonKind, allow_failure: allowed, attempt, reason, duration_ms: took} = event;
	const look = lookOf({status, reasonKind: reasonKind ?? undefined, allowed: allowed && !event.will_retry, attempt});
	const words = paint(wordsOf(look, reason), looks[look].style, output.color);
	const duration = took === null ? '' : `  ${formatDuration(took)}`;
	const retry = event.will_retry ? '  is tried again' : '';
	return `${glyphOf(look, output)} ${name === undefined ? '' : `${name} `}${words}${duration}${findingsWords(event)}${retry}`;
}

/** `  80% coverage  2 of 40 tests failed`, as far as there is any of it. */
export function findingsWords({coverage, tests}: Findings): string {
	const parts: string[] = [];
	if (coverage !== undefined) parts.push(`${coverage}% coverage`);
	if (tests !== undefined) {
		const bad = tests.failed + tests.errors;
		const words = `${tests.total} ${tests.total === 1 ? 'test' : 'tests'}`;
		parts.push(bad === 0 ? words : `${bad} of ${words} failed`);
	}

	return parts.map(part => `  ${part}`).join('');
}
