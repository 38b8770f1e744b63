import {existsSync, readdirSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {chooseExecutor} from './demo-executor.mjs';
import {install, root, runNode} from './toolchain.mjs';

const args = process.argv.slice(2);

try {
	await install();
	process.exitCode = (await buildIfChanged()) || (await runDemo());
} catch (error) {
	console.error(error.message);
	process.exitCode = 3;
}

async function runDemo() {
	const chosen = args.some(arg => arg.startsWith('--executor')) ? {args: []} : await chooseExecutor();
	if (chosen.note) {
		console.error(chosen.note);
	}

	return runNode(['dist/cli.js', 'run', '--cwd', join('fixtures', 'demo'), ...chosen.args, ...args]);
}

function buildIfChanged() {
	const built = join(root, 'dist', 'cli.js');
	const inputs = ['cli.tsx', 'source', 'scripts', 'package-lock.json'].map(name => join(root, name));
	const isFresh = existsSync(built) && newest(inputs) <= statSync(built).mtimeMs;
	return isFresh ? 0 : runNode(['scripts/build.mjs']);
}

function newest(paths) {
	return Math.max(0, ...paths.map(path => Math.max(statSync(path).mtimeMs, newest(childrenOf(path)))));
}

function childrenOf(path) {
	return statSync(path).isDirectory() ? readdirSync(path).map(name => join(path, name)) : [];
}
