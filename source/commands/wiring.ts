import {homedir} from 'node:os';
import path from 'node:path';
import type {Adapters} from './adapters.js';

/** The real adapters, each loaded when it is first used: `--help` loads neither Ink nor dockerode. */
export function createAdapters(): Adapters {
	return {
		async openStore(root) {
			const {openStore} = await import('../store/open-store.js');
			return openStore(root);
		},
		async openWorkspace(request) {
			const {openWorkspace} = await import('../workspace/open-workspace.js');
			return openWorkspace(request);
		},
		async createLogStore() {
			const {createLogStore} = await import('../logs/log-store.js');
			return createLogStore();
		},
		async createExecutor(name) {
			if (name === 'shell') {
				const {createShellExecutor} = await import('../executor/shell/shell-executor.js');
				return createShellExecutor();
			}

			const {createDockerExecutor} = await import('../executor/docker/docker-executor.js');
			return createDockerExecutor();
		},
		async pingEngine() {
			const {pingEngine} = await import('../executor/docker/engine.js');
			return pingEngine();
		},
		async sweepEngine(root) {
			const {sweepEngine} = await import('../executor/docker/sweep.js');
			const {sweepHost} = await import('../executor/shell/sweep.js');
			const here = await sweepHost();
			return [...(await sweepEngine(root)), ...here];
		},
		async clearCaches(stateFolder) {
			const {CacheFolder} = await import('../workspace/cache-folder.js');
			const {count, bytes} = await new CacheFolder(path.join(stateFolder, 'cache')).clear();
			return count === 0 ? [] : [`${count} ${count === 1 ? 'cache' : 'caches'} (${(bytes / 1e6).toFixed(1)} MB)`];
		},
		async unpack(file, folder) {
			const {unpackForReading} = await import('../workspace/unpack.js');
			// Only for the user's eyes: a job that left nothing, or a full disk, is told elsewhere.
			await unpackForReading(file, folder).catch(() => false);
		},
		async readReport(request) {
			const {readReport} = await import('../workspace/read-report.js');
			return readReport(request);
		},
		async openIncludes(root) {
			const {openIncludes} = await import('../workspace/includes/open-includes.js');
			return openIncludes({root, cacheFolder: path.join(cacheHome(), 'ci-tui', 'includes')});
		},
		async listArchive(file) {
			const {listArchive} = await import('../workspace/list-archive.js');
			return listArchive(file);
		},
		git: {
			async findRoot(cwd, file) {
				const git = await import('../workspace/git.js');
				return git.findRoot(cwd, file);
			},
			async readIdentity(root) {
				const git = await import('../workspace/git.js');
				return git.readGitIdentity(root);
			},
			async remoteUrl(root) {
				const git = await import('../workspace/git.js');
				return git.remoteUrl(root);
			},
			async changedFiles(root, pushed) {
				const git = await import('../workspace/git.js');
				return git.changedFiles(root, pushed);
			},
			async changedSince(root) {
				const git = await import('../workspace/git.js');
				return git.changedSince(root);
			},
		},
		configFolder: () => path.join(process.env['XDG_CONFIG_HOME'] || path.join(homedir(), '.config'), 'ci-tui'),
		now: () => Date.now(),
	};
}

function cacheHome(): string {
	return process.env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache');
}
