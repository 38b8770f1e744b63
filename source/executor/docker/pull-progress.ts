/** One line of the stream of `POST /images/create`. */
export interface PullStep {
	readonly id?: string;
	readonly status?: string;
	readonly progressDetail?: {readonly current?: number; readonly total?: number};
}

interface Layer {
	done: boolean;
	current: number;
	total: number;
}

const toldEveryMs = 100;

/** Adds the layers of a pull up, and tells it in words ten times a second at the most. */
export class PullProgress {
	readonly #image: string;
	readonly #tell: (text: string, fraction?: number) => void;
	readonly #layers = new Map<string, Layer>();
	#toldAt = 0;

	constructor(image: string, tell: (text: string, fraction?: number) => void) {
		this.#image = image;
		this.#tell = tell;
	}

	take({id, status = '', progressDetail}: PullStep): void {
		if (id === undefined || status.startsWith('Pulling from')) {
			return;
		}

		const layer = this.#layers.get(id) ?? {done: false, current: 0, total: 0};
		this.#layers.set(id, layer);
		if (status === 'Downloading') {
			layer.current = progressDetail?.current ?? layer.current;
			layer.total = progressDetail?.total ?? layer.total;
		} else if (['Download complete', 'Pull complete', 'Already exists', 'Extracting'].includes(status)) {
			layer.current = layer.total;
			layer.done ||= status === 'Pull complete' || status === 'Already exists';
		}

		if (performance.now() - this.#toldAt >= toldEveryMs) {
			this.#toldAt = performance.now();
			this.#tell(this.#text(), this.#fraction());
		}
	}

	#text(): string {
		const layers = [...this.#layers.values()];
		const done = layers.filter(layer => layer.done).length;
		const {current, total} = this.#bytes();
		const bytes = total === 0 ? '' : `, ${megabytes(current)} of ${megabytes(total)} MB`;
		return `Pulling ${this.#image}: ${done} of ${layers.length} layers${bytes}`;
	}

	#fraction(): number | undefined {
		const {current, total} = this.#bytes();
		return total === 0 ? undefined : current / total;
	}

	#bytes(): {readonly current: number; readonly total: number} {
		let current = 0;
		let total = 0;
		for (const layer of this.#layers.values()) {
			current += layer.current;
			total += layer.total;
		}

		return {current, total};
	}
}

function megabytes(bytes: number): string {
	return (bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0);
}
