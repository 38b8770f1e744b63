/** A line of the table: a figure of ours, against another one or against a limit of our own. */
export type Row =
	| {
			readonly what: string;
			readonly ours: number;
			readonly theirs?: number;
			readonly unit: 'ms' | 's' | 'MB' | '%';
			/** What a user would run instead. */
			readonly against?: string;
			/** At most this much of the other figure. */
			readonly ratioLimit?: number;
			/** At most this, in the unit. */
			readonly limit?: number;
	  }
	| {readonly what: string; readonly missing: string};

const titles = ['what', 'ci-tui', 'other', 'ratio', 'at most', '', 'against'];

export function asTable(rows: readonly Row[]): string {
	const all = [titles, ...rows.map(cellsOf)];
	const widths = titles.map((_, column) => Math.max(...all.map(cells => cells[column]?.length ?? 0)));
	return all
		.map(cells =>
			cells
				.map((cell, column) => cell.padEnd(widths[column] ?? 0))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}

/** For a README. */
export function asMarkdown(rows: readonly Row[]): string {
	const kept = [0, 1, 2, 3, 6];
	const all = [titles, kept.map(() => '---'), ...rows.map(cellsOf)];
	return all
		.map((cells, index) => `| ${(index === 1 ? cells : kept.map(column => cells[column])).join(' | ')} |`)
		.join('\n');
}

function cellsOf(row: Row): readonly string[] {
	if ('missing' in row) {
		return [row.what, '', '', '', '', '', `not measured: ${row.missing}`];
	}

	const {what, ours, theirs, unit, against = '', ratioLimit, limit} = row;
	const ratio = theirs === undefined ? undefined : ours / theirs;
	const isMet =
		(ratioLimit === undefined || (ratio ?? 0) <= ratioLimit) && (limit === undefined || ours <= limit)
			? 'met'
			: 'missed';
	return [
		what,
		shown(ours, unit),
		theirs === undefined ? '' : shown(theirs, unit),
		ratio?.toFixed(2) ?? '',
		[ratioLimit?.toFixed(2), limit === undefined ? undefined : shown(limit, unit)].filter(Boolean).join(', '),
		ratioLimit === undefined && limit === undefined ? '' : isMet,
		against,
	];
}

function shown(value: number, unit: string): string {
	const digits = value < 10 && unit !== 'ms' ? 1 : 0;
	return `${value.toFixed(digits)} ${unit}`;
}
