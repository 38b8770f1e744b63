/** A duration for a column of the tree: `0.4s`, `14s`, `1:02`, `2:05:09`. */
export function durationText(ms: number): string {
	const safe = Math.max(0, ms);
	if (safe < 1000) {
		return `${(Math.floor(safe / 100) / 10).toFixed(1)}s`;
	}

	const seconds = Math.floor(safe / 1000);
	return seconds < 60 ? `${seconds}s` : clockText(safe);
}

/** A running clock: `00:07`, `04:12`, `1:00:00`. */
export function clockText(ms: number): string {
	const seconds = Math.floor(Math.max(0, ms) / 1000);
	const hours = Math.floor(seconds / 3600);
	const minutes = Math.floor(seconds / 60) % 60;
	const two = (value: number) => String(value).padStart(2, '0');
	return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** How long ago, for a list of past runs: `now`, `5m`, `3h`, `2d`. */
export function agoText(ms: number): string {
	const minutes = Math.floor(Math.max(0, ms) / 60_000);
	if (minutes < 1) {
		return 'now';
	}

	if (minutes < 60) {
		return `${minutes}m`;
	}

	return minutes < 48 * 60 ? `${Math.floor(minutes / 60)}h` : `${Math.floor(minutes / 1440)}d`;
}
