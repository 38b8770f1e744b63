/** How well a text answers what was typed: the letters in order, the nearer together and to the start the better; undefined when not at all. */
export function fuzzyRank(typed: string, text: string): number | undefined {
	const [wanted, given] = [typed.toLowerCase().replaceAll(/\s+/gu, ''), text.toLowerCase()];
	let [rank, place] = [0, -1];
	for (const letter of wanted) {
		const next = given.indexOf(letter, place + 1);
		if (next < 0) {
			return undefined;
		}

		const startsWord = next === 0 || /[\s:_-]/u.test(given[next - 1] ?? '');
		rank += next === place + 1 ? 0 : startsWord ? 1 : 2 + (next - place);
		place = next;
	}

	// Nothing typed: as they come.
	return wanted === '' ? 0 : rank + given.length / 1000;
}

/** Those that answer, best first. */
export function fuzzyFilter<Value>(
	typed: string,
	values: readonly Value[],
	textOf: (value: Value) => string,
): readonly Value[] {
	return values
		.flatMap(value => {
			const rank = fuzzyRank(typed, textOf(value));
			return rank === undefined ? [] : [{value, rank}];
		})
		.sort((a, b) => a.rank - b.rank)
		.map(({value}) => value);
}
