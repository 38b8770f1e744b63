#!/usr/bin/env node
import {existsSync} from 'node:fs';
import * as module from 'node:module';
import {fileURLToPath} from 'node:url';
import {follow} from './follow.mjs';

// Parsed by Nodes that are too old for the program, so that they can say so; and kept small, as every start pays for it.
const oldestMajor = 22;
const args = process.argv.slice(2);

function start() {
	if (Number(process.versions.node.split('.')[0]) < oldestMajor) {
		return goOnWithPinnedNode();
	}

	if (args.length === 1 && args[0] === '--version') {
		console.log(VERSION);
		return;
	}

	if (module.enableCompileCache) {
		module.enableCompileCache();
	}

	return import('./main.js');
}

/** In a checkout the right Node lies beside the program; an installed package has none. */
async function goOnWithPinnedNode() {
	const pinned = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
	if (existsSync(pinned)) {
		process.exitCode = await follow(pinned, [fileURLToPath(import.meta.url), ...args]);
	} else {
		console.error(`ci-tui needs Node.js ${oldestMajor} or newer; this is ${process.versions.node}.`);
		process.exitCode = 2;
	}
}

start();
