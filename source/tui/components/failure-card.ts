import {reasonText} from '../../model/reason.js';
import type {JobState} from '../../model/run-state.js';
import type {FailureDetails} from '../state/failure.js';
import {clean, plain} from '../text/cut.js';
import {type Row, span} from '../text/row.js';
import type {Theme} from '../theme.js';

export interface FailureCardView {
	readonly job: JobState;
	readonly details: FailureDetails;
	/** Jobs that would run again with it. */
	readonly impact: readonly string[];
	readonly controllable: boolean;
	readonly width: number;
	readonly theme: Theme;
}

/** What is pinned under the log of a failed job: what failed, why, and what can be pressed now. */
export function failureCard({job, details, impact, controllable, width, theme}: FailureCardView): readonly Row[] {
	const {dashes, ellipsis} = theme.symbols;
	const heading = ` why it failed${job.allowed ? ' (allowed)' : ''} `;
	const side = Math.max(0, Math.floor((width - heading.length) / 2));
	const tone = {color: job.allowed ? 'yellow' : 'red'} as const;
	const {command} = details;
	const why = job.reason === undefined ? 'failed' : reasonText(job.reason);
	const where = command === undefined ? why : `${why} in command ${command.number} of ${command.of}: `;
	const again = impact.length === 0 ? '' : ` (then ${list(impact)})`;
	return [
		[
			span(dashes.repeat(side), {dim: true}),
			span(heading, {...tone, bold: true}),
			span(dashes.repeat(Math.max(0, width - side - heading.length)), {dim: true}),
		],
		[
			span(' '),
			span(where, {...tone, bold: true}),
			span(command === undefined ? '' : firstLine(command.text, ellipsis), {bold: true}),
		],
		...details.errors.map((line): Row => [span(' E ', {color: 'red'}), span(plain(clean(line, false)).trim())]),
		...(controllable
			? [
					[
						span(' r', {bold: true}),
						span(` retry${again}`),
						span('   R', {bold: true}),
						span(' retry all failed'),
						span('   Enter', {bold: true}),
						span(' read the log'),
					],
				]
			: []),
	];
}

function firstLine(text: string, ellipsis: string): string {
	const [first = '', ...rest] = text.split('\n');
	return rest.length > 0 ? `${first} ${ellipsis}` : first;
}

function list(names: readonly string[]): string {
	return names.length <= 3 ? names.join(', ') : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}
