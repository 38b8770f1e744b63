import {execFile} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import {promisify} from 'node:util';

const run = promisify(execFile);

/** When a process started, in whatever form the system tells it; undefined when there is no such process. */
export async function processStart(pid: number): Promise<string | undefined> {
	return process.platform === 'linux' ? await fromProc(pid) : await fromPs(pid);
}

/** Field 22 of proc_pid_stat(5), ticks since the boot; the name before it may hold spaces and parentheses. */
async function fromProc(pid: number): Promise<string | undefined> {
	const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
	return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

async function fromPs(pid: number): Promise<string | undefined> {
	const answer = await run('ps', ['-o', 'lstart=', '-p', String(pid)], {env: {...process.env, LC_ALL: 'C'}}).catch(
		() => undefined,
	);
	return answer?.stdout.trim() || undefined;
}
