import process from 'node:process';
import type {Io} from './source/commands/adapters.js';
import {exitCodes} from './source/commands/exit-code.js';
import {runCommand} from './source/commands/run-command.js';
import {createAdapters} from './source/commands/wiring.js';
import {CiError} from './source/errors.js';
import {formatError} from './source/report/error.js';

declare const VERSION: string;

const {env, stdin, stdout, stderr} = process;
const io: Io = {
	stdin,
	stdout,
	stderr,
	interactive: stdin.isTTY === true && stdout.isTTY === true,
	color: hasColor(),
	ascii: process.argv.includes('--ascii') || !isUtf8(),
	env,
};

// A reader that went away (`ci-tui report | head`) is no error of ours, nor a terminal that was closed: SIGHUP tells of that.
stdout.on('error', (error: NodeJS.ErrnoException) => {
	if (error.code !== 'EPIPE' && error.code !== 'EIO') {
		throw error;
	}
});

try {
	process.exitCode = await runCommand(process.argv.slice(2), VERSION, createAdapters(), io);
} catch (error) {
	if (error instanceof CiError) {
		stderr.write(`${formatError(error, io)}\n`);
		process.exitCode = error.exitCode;
	} else {
		stderr.write(
			`ci-tui has a bug, sorry: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
		);
		process.exitCode = exitCodes.runner;
	}
}

function hasColor(): boolean {
	if (env['NO_COLOR']) {
		return false;
	}

	const forced = env['FORCE_COLOR'];
	return forced === undefined ? stdout.isTTY === true && env['TERM'] !== 'dumb' : forced !== '0' && forced !== 'false';
}

function isUtf8(): boolean {
	const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
	return (
		process.platform === 'win32' || process.platform === 'darwin' || (/utf-?8/i.test(locale) && env['TERM'] !== 'linux')
	);
}
