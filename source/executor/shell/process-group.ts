import {randomUUID} from 'node:crypto';
import {readdir, readFile} from 'node:fs/promises';

/** The variable by which a job's processes are known when they have left its process group. */
export const markerVariable = 'CI_TUI_PROCESS';

interface Member {
	readonly pid: number;
	readonly group: number;
}

/** Everything that a job has started on this host: its process groups, and on Linux also what left them (daemons), by a variable. */
export class ProcessGroup {
	readonly #groups = new Set<number>();
	readonly #marker: string;

	constructor(marker: string) {
		this.#marker = marker;
	}

	/** `pid` leads a group of its own. */
	add(pid: number): void {
		this.#groups.add(pid);
	}

	/** Reaches each process once: some take a second SIGTERM for impatience. */
	async signal(name: 'SIGTERM' | 'SIGKILL'): Promise<void> {
		const members = await this.#members();
		for (const group of this.#groups) {
			send(-group, name);
		}

		for (const {pid, group} of members) {
			if (!this.#groups.has(group)) {
				send(pid, name);
			}
		}
	}

	async isEmpty(): Promise<boolean> {
		if (process.platform !== 'linux') {
			return ![...this.#groups].some(group => send(-group, 0));
		}

		return (await this.#members()).length === 0;
	}

	/** From /proc, because it tells who has ended already and only waits to be reaped. */
	async #members(): Promise<readonly Member[]> {
		if (process.platform !== 'linux') {
			return [];
		}

		const pids = (await readdir('/proc')).map(Number).filter(pid => pid > 1);
		return (await Promise.all(pids.map(async pid => await this.#memberOf(pid)))).flat();
	}

	async #memberOf(pid: number): Promise<readonly Member[]> {
		const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
		const [state = 'X', , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		if (stat === '' || state === 'Z' || state === 'X') {
			return [];
		}

		const member = {pid, group: Number(group)};
		return this.#groups.has(member.group) || (await this.#hasMarker(pid)) ? [member] : [];
	}

	async #hasMarker(pid: number): Promise<boolean> {
		return `\0${await environmentOf(pid)}`.includes(`\0${markerVariable}=${this.#marker}\0`);
	}
}

/** The marker of a job whose files are in this folder: those of one run begin alike. */
export function markerIn(runFolder: string): string {
	return `${runFolder}/${randomUUID()}`;
}

/** Kills everything that jobs of a run have left, whose own process is gone (on Linux; elsewhere there is nothing to know them by). */
export async function killMarked(runFolder: string): Promise<void> {
	const pids = process.platform === 'linux' ? (await readdir('/proc')).map(Number).filter(pid => pid > 1) : [];
	await Promise.all(
		pids.map(async pid => {
			if (`\0${await environmentOf(pid)}`.includes(`\0${markerVariable}=${runFolder}/`)) {
				send(pid, 'SIGKILL');
			}
		}),
	);
}

async function environmentOf(pid: number): Promise<string> {
	return await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
}

/** False when there is nobody to send it to. */
function send(pid: number, signal: 'SIGTERM' | 'SIGKILL' | 0): boolean {
	try {
		process.kill(pid, signal);
		return true;
	} catch {
		// Gone meanwhile, or not ours: either way nothing to signal.
		return false;
	}
}
