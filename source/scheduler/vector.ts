const chunkSize = 64;

/** An immutable list of fixed length: changing an item copies one chunk of 64, whatever the length. */
export class Vector<T> {
	readonly size: number;
	readonly chunks: readonly (readonly T[])[];

	constructor(size: number, chunks: readonly (readonly T[])[]) {
		this.size = size;
		this.chunks = chunks;
	}

	static from<T>(items: readonly T[]): Vector<T> {
		const chunks: T[][] = [];
		for (let start = 0; start < items.length; start += chunkSize) chunks.push(items.slice(start, start + chunkSize));
		return new Vector(items.length, chunks);
	}

	/** Throws when `index` is out of range. */
	get(index: number): T {
		return itemAt(this.chunks, index);
	}

	*[Symbol.iterator](): IterableIterator<T> {
		for (const chunk of this.chunks) yield* chunk;
	}

	edit(): VectorEdit<T> {
		return new VectorEdit(this);
	}
}

/** Changes to a vector, made in place on the chunks it has copied; the vector it began with stays as it was. */
export class VectorEdit<T> {
	readonly #base: Vector<T>;
	readonly #copied = new Map<number, T[]>();

	constructor(base: Vector<T>) {
		this.#base = base;
	}

	get(index: number): T {
		const copy = this.#copied.get(Math.floor(index / chunkSize));
		return copy === undefined ? this.#base.get(index) : itemOf(copy, index);
	}

	set(index: number, item: T): void {
		const number = Math.floor(index / chunkSize);
		let copy = this.#copied.get(number);
		if (copy === undefined) {
			copy = [...(this.#base.chunks[number] ?? [])];
			this.#copied.set(number, copy);
		}

		copy[index % chunkSize] = item;
	}

	/** The vector it began with when nothing was set. */
	finish(): Vector<T> {
		if (this.#copied.size === 0) return this.#base;
		const chunks = [...this.#base.chunks];
		for (const [number, copy] of this.#copied) chunks[number] = copy;
		return new Vector(this.#base.size, chunks);
	}
}

function itemAt<T>(chunks: readonly (readonly T[])[], index: number): T {
	return itemOf(chunks[Math.floor(index / chunkSize)] ?? [], index);
}

function itemOf<T>(chunk: readonly T[], index: number): T {
	const offset = index % chunkSize;
	if (!(offset in chunk)) throw new RangeError(`no item ${index}`);
	return chunk[offset] as T;
}
