/** Milliseconds of a duration as GitLab Runner's settings have it (Go's `1h30m`, `45s`, `500ms`); undefined for anything else. */
export function goDuration(text: string | undefined): number | undefined {
	const written = text?.trim() ?? '';
	if (written === '0') return 0;
	if (!/^(?:\d+(?:\.\d+)?(?:ms|[hms]))+$/.test(written)) return undefined;
	let sum = 0;
	for (const [, number, unit] of written.matchAll(/(\d+(?:\.\d+)?)(ms|[hms])/g)) {
		sum += Number(number) * (units[unit ?? ''] ?? 0);
	}

	return Math.round(sum);
}

const units: Readonly<Record<string, number>> = {h: 3_600_000, m: 60_000, s: 1000, ms: 1};
