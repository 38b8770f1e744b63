import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {onTestFinished} from 'vitest';

export interface Repository {
	/** Absolute. */
	readonly root: string;
	write(file: string, text: string): void;
	commit(message: string): string;
	git(...args: readonly string[]): string;
}

/** A git repository in a temporary folder with these files, committed; gone when the test has finished. */
export function aRepository(files: Readonly<Record<string, string>>): Repository {
	const root = mkdtempSync(path.join(tmpdir(), 'ci-tui-test-'));
	onTestFinished(() => rmSync(root, {recursive: true, force: true}));
	const git = (...args: readonly string[]) =>
		execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
			cwd: root,
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'pipe'],
		}).trim();
	const repository: Repository = {
		root,
		git,
		write(file, text) {
			mkdirSync(path.dirname(path.join(root, file)), {recursive: true});
			writeFileSync(path.join(root, file), text);
		},
		commit(message) {
			git('add', '--all');
			git('commit', '--quiet', '--message', message);
			return git('rev-parse', 'HEAD');
		},
	};
	git('init', '--quiet', '--initial-branch', 'main');
	for (const [file, text] of Object.entries(files)) {
		repository.write(file, text);
	}

	repository.commit('first');
	return repository;
}
