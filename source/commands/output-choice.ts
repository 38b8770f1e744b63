import {CiError} from '../errors.js';
import type {Io} from './adapters.js';
import type {Options} from './options.js';

export type Output = 'tui' | 'plain' | 'json' | 'quiet';

/** What a run is shown as: what was asked for, else the UI when a person sits at a terminal that is big enough, else plain lines. */
export function chooseOutput(options: Pick<Options, 'ui' | 'json'>, io: Pick<Io, 'interactive' | 'env'>): Output {
	if (options.json) {
		return 'json';
	}

	if (options.ui === 'tui' && !io.interactive) {
		throw new CiError('NO_TERMINAL', 'the terminal UI needs a terminal for both its input and its output.', {
			hint: 'use --ui plain here',
			exitCode: 2,
		});
	}

	if (options.ui !== 'auto') {
		return options.ui;
	}

	return io.interactive && io.env['TERM'] !== 'dumb' && !io.env['CI'] ? 'tui' : 'plain';
}
