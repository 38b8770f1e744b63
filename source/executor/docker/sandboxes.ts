import {setTimeout as pause} from 'node:timers/promises';
import type Docker from 'dockerode';
import type {Labels} from './labels.js';
import type {Removal} from './removal.js';
import {Sandbox} from './sandbox.js';

export interface SandboxesSpec {
	readonly docker: Docker;
	readonly removal: Removal;
	readonly labels: Labels;
	/** How many jobs the run has: a sandbox is made for every three of them at most, as it pays only from the second job on. */
	readonly jobs: number;
	/** How many of them may run at once. */
	readonly concurrency: number;
}

/** How many sandboxes there may be beyond one for each job that may run at once. */
const mostBeyond = 2;

/** How many are made before it is known how many jobs run at once. */
const mostWarm = 2;

/** A job made ahead of need waits so long for one of the sandboxes there are: where jobs are short, one is free soon. */
const patienceMs = 500;
const pollMs = 10;

/** An attempt that looks for a sandbox. */
export interface Guest {
	/** The JobExecution's id. */
	readonly id: string;
	/** Of attempts that will have ended when it begins. */
	readonly after: readonly string[];
	/** The id of its image. */
	readonly image: string;
}

/** An attempt's place in a sandbox, from before its container is made until nothing of it runs. */
export interface Stay {
	/** For `HostConfig`. */
	readonly networkMode: string;
	/** Waits until the sandbox is as new, and takes it. False when that cannot be: another job runs there, or it has died. */
	begin(): Promise<boolean>;
	/** `gone` resolves when nothing of the job is left. */
	end(gone: Promise<unknown>): void;
}

/** A sandbox and those who are in it, or will be. */
interface Room {
	readonly sandbox: Promise<Sandbox>;
	/** Ids, and whether the job runs. */
	readonly guests: Map<Stay, Guest & {runs: boolean}>;
	/** Resolves when it is as new: everybody who has left is gone; with false when it cannot be used any more. */
	clean: Promise<boolean>;
}

/**
 * The sandboxes of a run. Containers made ahead of need join the one in which they will be next; but no two jobs ever run in one at
 * the same time: whoever finds another running there does without.
 */
export class Sandboxes {
	readonly #spec: SandboxesSpec;
	readonly #rooms = new Set<Room>();
	/** Ids of those who have come, to know how many are still to come. */
	readonly #seen = new Set<string>();
	/** Images of which none could be made. */
	readonly #unfit = new Set<string>();

	constructor(spec: SandboxesSpec) {
		this.#spec = spec;
	}

	/** Begins to make one more while there is something else to wait for, if so many are worth their while. */
	warm(image: string): void {
		if (this.#rooms.size < Math.min(mostWarm, this.#spec.concurrency)) {
			this.#makeRoom(image)?.sandbox.catch(() => {
				// Whoever joins finds out.
			});
		}
	}

	/** Resolves when `join` would find a place, when it is time to make one, or when the job is `needed` now. */
	async room(guest: Guest, needed: AbortSignal): Promise<void> {
		const deadline = performance.now() + patienceMs;
		const isWorthWaiting = () =>
			this.#rooms.size >= this.#spec.concurrency && !needed.aborted && performance.now() < deadline;
		while (this.#roomFor(guest) === undefined && isWorthWaiting()) {
			await pause(pollMs);
		}
	}

	/** Undefined when there is no place, and it is not worth its while to make one. */
	async join(guest: Guest): Promise<Stay | undefined> {
		this.#seen.add(guest.id);
		const room = this.#roomFor(guest) ?? this.#makeRoom(guest.image);
		if (room === undefined) {
			return undefined;
		}

		const place: {sandbox?: Sandbox} = {};
		const stay = stayIn(room, place, {
			isOver: () => this.#isOver(room),
			giveUp: () => this.#discard(room),
		});
		room.guests.set(stay, {...guest, runs: false});
		try {
			place.sandbox = await room.sandbox;
			return stay;
		} catch {
			this.#discard(room);
			this.#unfit.add(guest.image);
			return undefined;
		}
	}

	/** Starts to remove them all. */
	close(): void {
		for (const room of this.#rooms) {
			this.#discard(room);
		}
	}

	/** Whether there are enough others for all who are still to come: it is removed while the last jobs run. */
	#isOver(room: Room): boolean {
		const others = [...this.#rooms].filter(other => other !== room && other.guests.size === 0);
		return room.guests.size === 0 && others.length >= this.#spec.jobs - this.#seen.size;
	}

	#discard(room: Room): void {
		if (!this.#rooms.delete(room)) {
			return;
		}

		void this.#spec.removal.start(async () => {
			await room.sandbox.then(
				made => made.remove(),
				() => {
					// There was none.
				},
			);
		});
	}

	/** One in which nobody can be at the same time. */
	#roomFor(guest: Guest): Room | undefined {
		const free = [...this.#rooms].filter(({guests}) =>
			[...guests.values()].every(other => isBefore(other, guest) || isBefore(guest, other)),
		);
		// With the jobs it waits for, so that the empty ones stay for others.
		return free.find(({guests}) => guests.size > 0) ?? free[0];
	}

	#makeRoom(image: string): Room | undefined {
		const {docker, removal, labels, jobs, concurrency} = this.#spec;
		const most = Math.min(Math.floor(jobs / 3), concurrency + mostBeyond);
		if (this.#rooms.size >= most || this.#unfit.has(image)) {
			return undefined;
		}

		const sandbox = Sandbox.start({docker, removal, labels, image});
		const room: Room = {sandbox, guests: new Map(), clean: Promise.resolve(true)};
		this.#rooms.add(room);
		return room;
	}
}

function isBefore(one: Guest, other: Guest): boolean {
	return other.after.includes(one.id);
}

function stayIn(
	room: Room,
	place: {readonly sandbox?: Sandbox},
	{isOver, giveUp}: {isOver(): boolean; giveUp(): void},
): Stay {
	const {guests} = room;
	const stay: Stay = {
		get networkMode() {
			return place.sandbox?.networkMode ?? '';
		},
		async begin() {
			const guest = guests.get(stay);
			if (guest === undefined || [...guests.values()].some(({runs}) => runs)) {
				return false;
			}

			guest.runs = true;
			return await room.clean;
		},
		end(gone) {
			const hasRun = guests.get(stay)?.runs === true;
			if (guests.delete(stay) && hasRun) {
				room.clean = Promise.all([room.clean, gone]).then(async ([wasClean]) => {
					const isClean = wasClean && !isOver() && (await place.sandbox?.restore()) === true;
					if (!isClean) {
						giveUp();
					}

					return isClean;
				});
			}
		},
	};
	return stay;
}
