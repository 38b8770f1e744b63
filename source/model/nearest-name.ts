/** The known name most like `name`, or undefined when none is like it (at most a third of it differs). */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
	const wanted = name.toLowerCase();
	const limit = Math.max(1, Math.floor(name.length / 3));
	let nearest: string | undefined;
	let best = limit + 1;
	if (name.length > longestCompared) return undefined;
	for (const candidate of known) {
		if (candidate === name || Math.abs(candidate.length - name.length) > best) continue;
		const distance = editDistance(wanted, candidate.toLowerCase());
		// Of two that are as near, the one that begins alike: few mistype the first letter.
		const nearer = distance === best && nearest !== undefined && nearest[0] !== name[0] && candidate[0] === name[0];
		if (distance < best || nearer) {
			best = distance;
			nearest = candidate;
		}
	}

	return nearest;
}

/** `did you mean "build"?`, or undefined when nothing is like it. */
export function didYouMean(name: string, known: Iterable<string>): string | undefined {
	const nearest = nearestName(name, known);
	return nearest === undefined ? undefined : `did you mean "${nearest}"?`;
}

const longestCompared = 300;

/** Insertions, deletions, replacements and swaps of neighbours, each at the cost of one. */
function editDistance(a: string, b: string): number {
	let before: number[] = [];
	let last = Array.from({length: b.length + 1}, (_, index) => index);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const same = a[i - 1] === b[j - 1];
			let cost = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + (same ? 0 : 1));
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
				cost = Math.min(cost, at(before, j - 2) + 1);
			}

			row.push(cost);
		}

		before = last;
		last = row;
	}

	return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
	return row[index] ?? 0;
}
