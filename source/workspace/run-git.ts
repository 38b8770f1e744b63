import {execFile, execFileSync} from 'node:child_process';
import {CiError} from '../errors.js';

/** How a git command ended; `stdout` is decoded as UTF-8. */
export interface GitOutput {
	readonly ok: boolean;
	readonly stdout: string;
	readonly stderr: string;
}

export interface GitOptions {
	/** Milliseconds; 60,000 unless given. */
	readonly timeout?: number;
	/** Ends it before its time, as a command that failed. */
	readonly signal?: AbortSignal;
	/** It talks to another machine: ssh must not ask and not wait long for a connection. */
	readonly batch?: boolean;
}

/**
 * Runs git in a folder. A command that fails is an answer, not an error; rejects with a CiError when there is no git
 * (`GIT_MISSING`) or it does not come to an end (`GIT_TIMEOUT`). Never asks the user for anything.
 */
export async function runGit(cwd: string, args: readonly string[], options: GitOptions = {}): Promise<GitOutput> {
	const {timeout = 60_000, signal, batch = false} = options;
	return await new Promise((resolve, reject) => {
		execFile(
			'git',
			[...args],
			{
				cwd,
				timeout,
				killSignal: 'SIGKILL',
				maxBuffer: 2 ** 30,
				env: environment(batch),
				encoding: 'utf8',
				...(signal && {signal}),
			},
			(error, stdout, stderr) => {
				if (error?.code === 'ENOENT') {
					reject(missing(cwd, error));
				} else if (error?.killed === true && signal?.aborted !== true) {
					reject(new CiError('GIT_TIMEOUT', `git ${args[0] ?? ''} did not end within ${timeout / 1000} s in ${cwd}.`));
				} else {
					resolve({ok: error === null, stdout, stderr});
				}
			},
		);
	});
}

/** What git printed without the newline at the end, or undefined when it failed. */
export async function askGit(cwd: string, ...args: readonly string[]): Promise<string | undefined> {
	const {ok, stdout} = await runGit(cwd, args);
	return ok ? stdout.replace(/\n$/, '') : undefined;
}

/** The same for who cannot wait: a question that git answers from this machine, and soon. */
export function askGitNow(cwd: string, args: readonly string[]): string | undefined {
	try {
		return execFileSync('git', args, {
			cwd,
			timeout: 10_000,
			maxBuffer: 2 ** 28,
			env: environment(false),
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
		}).replace(/\n$/, '');
	} catch {
		// It failed, or there is no git: both mean that there is no answer.
		return undefined;
	}
}

/** A list that git prints with `-z`. */
export function splitZero(text: string): string[] {
	return text.split('\0').filter(item => item !== '');
}

/** Variables by which a hook or an alias points git at another repository must not reach ours. */
function environment(batch: boolean): NodeJS.ProcessEnv {
	const {GIT_DIR, GIT_WORK_TREE, GIT_INDEX_FILE, GIT_PREFIX, ...rest} = process.env;
	const quiet = {LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0'};
	if (!batch) return {...rest, ...quiet};
	const ssh = `${rest['GIT_SSH_COMMAND'] ?? 'ssh'} -o BatchMode=yes -o ConnectTimeout=4`;
	return {...rest, ...quiet, GIT_SSH_COMMAND: ssh, GIT_ASKPASS: 'true', SSH_ASKPASS: 'true'};
}

function missing(cwd: string, cause: unknown): CiError {
	return new CiError('GIT_MISSING', `git is needed for ${cwd}, and this machine has none.`, {
		hint: 'Install git and see that it is on the PATH.',
		cause,
	});
}
