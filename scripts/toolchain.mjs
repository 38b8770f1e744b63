import {existsSync, statSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {follow} from './follow.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));

const modules = join(root, 'node_modules');
const pinnedNode = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** Installs what the lock file names, unless that is what is there; throws when it cannot. */
export async function install() {
	if (isInstalled()) {
		return;
	}

	console.error('Installing dependencies…');
	// --include=dev: with NODE_ENV=production npm would leave out everything we have.
	const flags = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
	const code = (await npm(['ci', ...flags])) === 0 ? 0 : await npm(['install', ...flags]);
	if (code !== 0 || !existsSync(pinnedNode)) {
		throw new Error('npm could not install the dependencies.');
	}
}

/** Runs a program of node_modules, or a script, with the pinned Node; resolves with its exit code. */
export function runNode(args) {
	return follow(pinnedNode, args, {cwd: root, env: environment()});
}

function isInstalled() {
	const installed = join(modules, '.package-lock.json');
	return (
		existsSync(pinnedNode) &&
		existsSync(installed) &&
		statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs
	);
}

function npm(args) {
	return follow('npm', args, {cwd: root, shell: process.platform === 'win32'});
}

/** Puts the pinned Node first for whatever the program starts in its turn. */
function environment() {
	return {...process.env, PATH: [join(modules, '.bin'), process.env.PATH].join(delimiter)};
}
