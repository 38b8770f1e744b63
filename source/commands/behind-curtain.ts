import path from 'node:path';
import type {Io} from './adapters.js';
import {chooseOutput} from './output-choice.js';
import type {Arguments} from './parse-arguments.js';
import {defaultPipelineFile} from './pipeline-file.js';

/**
 * Does the work with the alternate screen taken already when the UI is going to be shown, so that a person sees it at
 * once. What the work writes to stderr before the UI comes up goes to the screen that stays.
 */
export async function behindCurtain(
	{options, dryRun}: Pick<Arguments, 'options' | 'dryRun'>,
	io: Io,
	work: (io: Io) => Promise<number>,
): Promise<number> {
	if (dryRun || !io.interactive || chooseOutput(options, io) !== 'tui') {
		return work(io);
	}

	const {raiseCurtain} = await import('../tui/terminal/curtain.js');
	const file = options.file ?? defaultPipelineFile;
	const curtain = raiseCurtain(
		io.stdout,
		` ci-tui   ${path.basename(options.cwd)} ${io.ascii ? '>' : '›'} ${file}   reading`,
	);
	// Meanwhile: the work waits for git and the disk. What is wrong with the import is told where it is awaited.
	import('../tui/run-tui.js').catch(() => {});
	try {
		return await work({...io, stderr: lowering(io.stderr, curtain)});
	} finally {
		curtain.lower();
	}
}

/** The stream, but that what is written to it first lowers the curtain. */
function lowering(stream: NodeJS.WriteStream, curtain: {lower(): void}): NodeJS.WriteStream {
	const write = (text: string) => {
		if (text !== '') {
			curtain.lower();
		}

		return stream.write(text);
	};

	return Object.create(stream, {write: {value: write}});
}
