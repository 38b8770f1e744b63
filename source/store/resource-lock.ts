import {createHash, randomUUID} from 'node:crypto';
import {mkdir, readdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {withLock} from './lock.js';
import {isAlive, thisProcess} from './owner.js';
import {codeOf, notWritten} from './store-error.js';

/** How often somebody who waits for a resource group looks again, in ms. */
const pause = 200;

/**
 * A resource group of this repository: one job at a time, of any run and process, has it. Those who wait leave tickets
 * in a folder, which are served in the order of their making; tickets of processes that are gone do not count. Resolves
 * with what gives the group back; rejects when `signal` is aborted before it was got.
 */
export async function acquireResource(
	folder: string,
	group: string,
	signal: AbortSignal,
): Promise<() => Promise<void>> {
	const queue = new Queue(join(folder, createHash('sha256').update(group).digest('hex').slice(0, 16)));
	try {
		const ticket = await queue.takeTicket();
		try {
			while (!(await queue.isTurnOf(ticket))) await setTimeout(pause, undefined, {signal});
			signal.throwIfAborted();
		} catch (error) {
			await queue.giveBack(ticket);
			throw error;
		}

		return () => queue.giveBack(ticket);
	} catch (error) {
		throw codeOf(error) === undefined || signal.aborted ? error : notWritten(folder, error);
	}
}

/** Tickets are files named in their order; the first one whose process lives has the group. */
class Queue {
	readonly #folder: string;

	constructor(folder: string) {
		this.#folder = folder;
	}

	/** Numbers are given one process at a time: whoever comes later has a higher one. */
	async takeTicket(): Promise<string> {
		await mkdir(this.#folder, {recursive: true, mode: 0o700});
		return withLock(join(this.#folder, 'lock'), async () => {
			const last = Math.max(0, ...(await this.#tickets()).map(name => Number.parseInt(name, 10)));
			const ticket = `${String(last + 1).padStart(10, '0')}.${randomUUID()}.ticket`;
			const file = join(this.#folder, ticket);
			await writeFile(`${file}.tmp`, JSON.stringify(thisProcess()), {mode: 0o600});
			await rename(`${file}.tmp`, file);
			return ticket;
		});
	}

	async isTurnOf(ticket: string): Promise<boolean> {
		for (const earlier of await this.#tickets()) {
			if (earlier >= ticket) break;
			if (await this.#isAlive(earlier)) return false;
			await this.giveBack(earlier);
		}

		return true;
	}

	async giveBack(ticket: string): Promise<void> {
		await rm(join(this.#folder, ticket), {force: true});
	}

	async #tickets(): Promise<readonly string[]> {
		return (await readdir(this.#folder)).filter(name => name.endsWith('.ticket')).sort();
	}

	/** False for a ticket that was given back meanwhile, too. */
	async #isAlive(ticket: string): Promise<boolean> {
		try {
			return isAlive(JSON.parse(await readFile(join(this.#folder, ticket), 'utf8')));
		} catch (error) {
			if (codeOf(error) === 'ENOENT') return false;
			throw error;
		}
	}
}
