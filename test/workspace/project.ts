import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {onTestFinished} from 'vitest';

/** An empty folder for one test, removed after it. */
export function temporaryFolder(): string {
	const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'ci-tui-test-')));
	onTestFinished(() => {
		rmSync(folder, {recursive: true, force: true});
	});
	return folder;
}

/** Writes files below a folder, folders made as needed. */
export function write(folder: string, files: Readonly<Record<string, string>>): void {
	for (const [name, text] of Object.entries(files)) {
		mkdirSync(path.dirname(path.join(folder, name)), {recursive: true});
		writeFileSync(path.join(folder, name), text);
	}
}

const author = {
	GIT_AUTHOR_NAME: 'Ada',
	GIT_AUTHOR_EMAIL: 'ada@example.com',
	GIT_COMMITTER_NAME: 'Ada',
	GIT_COMMITTER_EMAIL: 'ada@example.com',
	GIT_AUTHOR_DATE: '2026-01-02T03:04:05+00:00',
	GIT_COMMITTER_DATE: '2026-01-02T03:04:05+00:00',
	GIT_CONFIG_GLOBAL: '/dev/null',
};

/** Runs git in a folder and answers what it prints. */
export function git(folder: string, ...args: readonly string[]): string {
	return execFileSync('git', ['-c', 'protocol.file.allow=always', ...args], {
		cwd: folder,
		env: {...process.env, ...author},
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'pipe'],
	}).trim();
}

/** A repository on branch `main` with one commit of these files; answers its folder. */
export function repository(files: Readonly<Record<string, string>>, folder: string = temporaryFolder()): string {
	mkdirSync(folder, {recursive: true});
	git(folder, 'init', '-q', '-b', 'main');
	commit(folder, files, 'First');
	return folder;
}

/** Answers the commit's hash. */
export function commit(folder: string, files: Readonly<Record<string, string>>, message: string): string {
	write(folder, files);
	git(folder, 'add', '-A');
	git(folder, 'commit', '-q', '--allow-empty', '-m', message);
	return git(folder, 'rev-parse', 'HEAD');
}
