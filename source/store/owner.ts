import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import type {RunDocument} from './store.js';

type Owner = NonNullable<RunDocument['owner']>;

/** This process, so that another one can tell whether it still lives. */
export function thisProcess(): Owner {
	return {pid: process.pid, started: startOf(process.pid) ?? ''};
}

/** False when the process is gone, also when another one has its number now. */
export function isAlive(owner: Owner | undefined): boolean {
	if (owner === undefined) return false;
	try {
		process.kill(owner.pid, 0);
	} catch (error) {
		// It lives, and belongs to somebody else.
		if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
	}

	const started = startOf(owner.pid);
	return started === undefined || owner.started === '' || started === owner.started;
}

/** When a process started, in the system's own words; `gone` for one that only waits to be buried; undefined when nobody knows. */
function startOf(pid: number): string | undefined {
	try {
		if (process.platform !== 'linux') {
			return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {encoding: 'utf8', stdio: 'pipe'}).trim();
		}

		// proc(5): the name, in parentheses, may have any character; the state follows it, the start is the 22nd field.
		const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		if (fields[0] === 'Z' || fields[0] === 'X') return 'gone';
		return `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()} ${fields[19]}`;
	} catch {
		// Not there, or not for us to see: the signal above has answered already.
		return undefined;
	}
}
