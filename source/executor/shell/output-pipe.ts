import {execFile} from 'node:child_process';
import * as fs from 'node:fs';
import {Socket} from 'node:net';
import {promisify} from 'node:util';

const run = promisify(execFile);
const open = promisify(fs.open);
const close = promisify(fs.close);

/**
 * A pipe for a job's output. What Node itself would make is a socket, which programs cannot open anew as `/dev/stdout` or
 * `/dev/stderr`, as many scripts do.
 */
export interface OutputPipe {
	/** To be given to the job as its stdout and stderr. */
	readonly writeEnd: number;
	readonly output: AsyncIterable<Buffer>;
	/** Ends the output once nobody else has the write end any more. */
	closeWriteEnd(): Promise<void>;
	/** Nothing is read any more. */
	close(): void;
}

/** `file` is a path that does not exist; it is gone again when this resolves. */
export async function openOutputPipe(file: string): Promise<OutputPipe> {
	await run('mkfifo', ['-m', '600', file]);
	// Plain descriptors: a FileHandle would close them again when nobody holds it any more.
	const readEnd = await open(file, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
	const writeEnd = await open(file, fs.constants.O_WRONLY);
	await fs.promises.unlink(file);
	const socket = new Socket({fd: readEnd, readable: true, writable: false});
	let isOpen = true;
	const closeWriteEnd = async (): Promise<void> => {
		if (isOpen) {
			isOpen = false;
			await close(writeEnd);
		}
	};
	return {
		writeEnd,
		output: socket,
		closeWriteEnd,
		close: () => {
			void closeWriteEnd();
			socket.destroy();
		},
	};
}
