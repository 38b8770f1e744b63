// Usage: node scripts/screenshot.mjs [--cols N] [--rows N] [--cwd DIR] --out FILE.svg (--wait REGEX | --keys KEYS)… -- ARGS…
// Runs the built program in a terminal, follows the steps in their order, and draws the screen. KEYS may hold \r, \u001b and the
// like. Beside the SVG it writes a PNG where rsvg-convert is installed.
import {spawnSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {start} from '../test/support/pty.ts';
import {drawn} from './svg.mjs';

const {options, steps, args} = parsed(process.argv.slice(2));
const size = {cols: Number(options.cols ?? 120), rows: Number(options.rows ?? 40)};
const terminal = start(args, {...size, ...(options.cwd && {cwd: options.cwd})});

try {
	for (const step of steps) {
		if (step.wait !== undefined) {
			await terminal.waitFor(new RegExp(step.wait, 'm'), 120_000);
		} else {
			terminal.press(JSON.parse(`"${step.keys}"`));
		}
	}

	const out = options.out ?? 'screenshot.svg';
	writeFileSync(out, drawn(terminal.emulator));
	spawnSync('rsvg-convert', [out, '--zoom', '2', '--output', out.replace(/\.svg$/, '.png')], {stdio: 'inherit'});
} finally {
	terminal.kill('SIGTERM');
	await terminal.exit;
}

function parsed(words) {
	const end = words.includes('--') ? words.indexOf('--') : words.length;
	const parsedOptions = {};
	const parsedSteps = [];
	for (let index = 0; index < end; index += 2) {
		const name = words[index].slice(2);
		const value = words[index + 1];
		if (name === 'wait' || name === 'keys') {
			parsedSteps.push({[name]: value});
		} else {
			parsedOptions[name] = value;
		}
	}

	return {options: parsedOptions, steps: parsedSteps, args: words.slice(end + 1)};
}
