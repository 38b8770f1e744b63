/** A duration in few characters: `0.4s`, `58s`, `1:02` (minutes), `2:05:10` (hours). */
export function formatDuration(ms: number): string {
	if (ms < 9950) return `${(Math.max(0, ms) / 1000).toFixed(1)}s`;
	const seconds = Math.round(ms / 1000);
	if (seconds < 60) return `${seconds}s`;
	const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
	const end = `${hours > 0 ? twoDigits(minutes) : minutes}:${twoDigits(seconds % 60)}`;
	return hours > 0 ? `${hours}:${end}` : end;
}

/** How long ago: `now`, `5 min ago`, `3 h ago`, `2 days ago`, and from two months on the date. */
export function formatAge(at: number, now: number): string {
	const minutes = Math.floor((now - at) / 60_000);
	if (minutes < 1) return 'now';
	if (minutes < 60) return `${minutes} min ago`;
	if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ago`;
	const days = Math.floor(minutes / 1440);
	return days < 60 ? `${days} days ago` : new Date(at).toISOString().slice(0, 10);
}

function twoDigits(value: number): string {
	return String(value).padStart(2, '0');
}
