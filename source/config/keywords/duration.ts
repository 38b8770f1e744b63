import {expected, type Shape} from '../shape.js';

/** Milliseconds from GitLab's words for time: `1h 30m`, `90 minutes`, `1 week`, `3 mins 4 sec`, `01:30:00`, or seconds. */
export function parseDuration(text: string): number | undefined {
	const written = text.trim().toLowerCase();
	const clock = /^(?:(\d+):)?(\d{1,2}):(\d{1,2})$/.exec(written);
	if (clock) return (Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3])) * 1000;
	const words = written
		.replaceAll(/\band\b|,/g, ' ')
		.replaceAll(/[a-z]+/g, word => numberWords.get(word) ?? word)
		.trim();
	if (/^\d+(?:\.\d+)?$/.test(words)) return Number(words) * 1000;
	let rest = words;
	let total = 0;
	while (rest !== '') {
		const part = /^(\d+(?:\.\d+)?)\s*([a-z]+)\s*/.exec(rest);
		const seconds = part ? unitSeconds.get(part[2] ?? '') : undefined;
		if (!part || seconds === undefined) return undefined;
		total += Number(part[1]) * seconds;
		rest = rest.slice(part[0].length);
	}

	return total === 0 ? undefined : Math.round(total * 1000);
}

/** A duration in GitLab's words, no longer than `limitMs`. */
export function duration(limitMs = Number.POSITIVE_INFINITY): Shape<number> {
	return (node, reading) => {
		if (node.kind !== 'scalar' || typeof node.value !== 'string') {
			return expected('a duration in words', node, reading, 'write it like "1h 30m" or "90 minutes"');
		}

		const milliseconds = parseDuration(node.text);
		if (milliseconds !== undefined && milliseconds <= limitMs) return milliseconds;
		const problem = milliseconds === undefined ? `is not a duration` : 'is too long';
		const hint = milliseconds === undefined ? 'write it like "1h 30m" or "90 minutes"' : undefined;
		reading.problems.error('DURATION_INVALID', `"${node.text}" ${problem} ("${reading.what}")`, node.place, hint);
		return undefined;
	};
}

export const week = 7 * 24 * 3600 * 1000;

const numberWords = new Map(
	['a:1', 'an:1', 'one:1', 'two:2', 'three:3', 'four:4', 'five:5', 'six:6', 'seven:7', 'eight:8', 'nine:9', 'ten:10']
		.concat(['eleven:11', 'twelve:12', 'fifteen:15', 'twenty:20', 'thirty:30', 'forty:40', 'fifty:50', 'sixty:60'])
		.map(pair => pair.split(':') as [string, string]),
);

const units: Readonly<Record<string, readonly string[]>> = {
	1: ['s', 'sec', 'secs', 'second', 'seconds'],
	60: ['m', 'min', 'mins', 'minute', 'minutes'],
	3600: ['h', 'hr', 'hrs', 'hour', 'hours'],
	86400: ['d', 'day', 'days'],
	604800: ['w', 'wk', 'wks', 'week', 'weeks'],
	2592000: ['mo', 'mos', 'month', 'months'],
	31557600: ['y', 'yr', 'yrs', 'year', 'years'],
};

const unitSeconds = new Map(
	Object.entries(units).flatMap(([seconds, names]) => names.map(name => [name, Number(seconds)] as const)),
);
