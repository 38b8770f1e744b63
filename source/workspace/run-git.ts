import {execFile} from 'node:child_process';
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
}

/**
 * Runs git in a folder. A command that fails is an answer, not an error; rejects with a CiError when there is no git
 * (`GIT_MISSING`) or it does not come to an end (`GIT_TIMEOUT`). Never asks the user for anything.
 */
export async function runGit(cwd: string, args: readonly string[], options: GitOptions = {}): Promise<GitOutput> {
	const {timeout = 60_000} = options;
	return await new Promise((resolve, reject) => {
		execFile(
			'git',
			[...args],
			{cwd, timeout, killSignal: 'SIGKILL', maxBuffer: 2 ** 30, env: environment(), encoding: 'utf8'},
			(error, stdout, stderr) => {
				if (error?.code === 'ENOENT') {
					reject(missing(cwd, error));
				} else if (error?.killed === true) {
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

/** A list that git prints with `-z`. */
export function splitZero(text: string): string[] {
	return text.split('\0').filter(item => item !== '');
}

/** Variables by which a hook or an alias points git at another repository must not reach ours. */
function environment(): NodeJS.ProcessEnv {
	const {GIT_DIR, GIT_WORK_TREE, GIT_INDEX_FILE, GIT_PREFIX, ...rest} = process.env;
	return {...rest, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0'};
}

function missing(cwd: string, cause: unknown): CiError {
	return new CiError('GIT_MISSING', `git is needed for ${cwd}, and this machine has none.`, {
		hint: 'Install git and see that it is on the PATH.',
		cause,
	});
}
