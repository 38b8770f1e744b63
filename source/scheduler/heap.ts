/** Numbers of which the smallest is taken first; immutable (a leftist heap: adding and taking cost O(log n)). */
export type Heap = HeapNode | undefined;

interface HeapNode {
	readonly smallest: number;
	/** Length of the right spine, which the shape keeps short. */
	readonly rank: number;
	readonly left: Heap;
	readonly right: Heap;
}

export function withNumber(heap: Heap, value: number): Heap {
	return merge(heap, {smallest: value, rank: 1, left: undefined, right: undefined});
}

export function withoutSmallest(heap: HeapNode): Heap {
	return merge(heap.left, heap.right);
}

function merge(one: Heap, other: Heap): Heap {
	if (one === undefined) return other;
	if (other === undefined) return one;
	const [first, second] = one.smallest <= other.smallest ? [one, other] : [other, one];
	const merged = merge(first.right, second);
	const [left, right] = rankOf(first.left) >= rankOf(merged) ? [first.left, merged] : [merged, first.left];
	return {smallest: first.smallest, rank: rankOf(right) + 1, left, right};
}

function rankOf(heap: Heap): number {
	return heap?.rank ?? 0;
}
