import {readFile, rm, rmdir, writeFile} from 'node:fs/promises';
import {setTimeout} from 'node:timers/promises';
import {CiError} from '../errors.js';
import {isAlive, thisProcess} from './owner.js';
import {codeOf} from './store-error.js';

/** How long to wait for others, in ms: each holds the lock for some tens of ms. */
const patience = 60_000;
/** A process that is killed in the moment between taking the lock and saying who it is keeps others waiting so long, in ms. */
const stale = 5000;

/** Runs `work` while no other process does. The lock of a process that is gone is taken over at once. */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
	const lock = await acquire(file);
	const owner = ownerFile(file);
	try {
		// Best effort: without it, a lock whose process is killed is taken over when it is stale.
		await writeFile(owner, JSON.stringify(thisProcess()), {mode: 0o600}).catch(() => rm(owner, {force: true}));
		return await work();
	} finally {
		// A lock that was lost (the machine slept) is not ours to remove.
		if (!lock.isLost()) {
			await rm(owner, {force: true});
			await lock.release();
		}
	}
}

interface Held {
	isLost(): boolean;
	release(): Promise<void>;
}

async function acquire(file: string): Promise<Held> {
	const until = performance.now() + patience;
	for (;;) {
		const held = await tryLock(file);
		if (held !== undefined) return held;
		if (await removeDead(file)) continue;
		if (performance.now() > until) {
			throw new CiError('STORE_LOCKED', 'another ci-tui has been writing to this repository’s state for a minute', {
				hint: `end it, or remove ${file} if there is none`,
			});
		}

		await setTimeout(5 + Math.random() * 40);
	}
}

/** Undefined when somebody else has it. */
async function tryLock(file: string): Promise<Held | undefined> {
	// Loaded late: only those who write need it.
	const {
		default: {lock},
	} = await import('proper-lockfile');
	let lost = false;
	try {
		const release = await lock(file, {
			lockfilePath: file,
			realpath: false,
			stale,
			onCompromised: () => {
				lost = true;
			},
		});
		return {isLost: () => lost, release};
	} catch (error) {
		if (codeOf(error) === 'ELOCKED') return undefined;
		throw error;
	}
}

/**
 * Removes the lock of a process that is gone; false when its process lives or is not known. The owner's file is there only
 * while its lock is, and is removed before it; only one process at a time may remove a lock of another.
 */
async function removeDead(file: string): Promise<boolean> {
	if (!(await isOwnerDead(file))) return false;
	const removing = await tryLock(`${file}.dead`);
	if (removing === undefined) return false;
	try {
		if (!(await isOwnerDead(file))) return false;
		await rm(ownerFile(file), {force: true});
		await rmdir(file);
		return true;
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return true;
		throw error;
	} finally {
		await removing.release();
	}
}

async function isOwnerDead(file: string): Promise<boolean> {
	try {
		const owner: unknown = JSON.parse(await readFile(ownerFile(file), 'utf8'));
		return isOwner(owner) && !isAlive(owner);
	} catch {
		// Not there, or half written: its process is at work.
		return false;
	}
}

function isOwner(value: unknown): value is ReturnType<typeof thisProcess> {
	return typeof value === 'object' && value !== null && 'pid' in value && 'started' in value;
}

function ownerFile(file: string): string {
	return `${file}.owner`;
}
