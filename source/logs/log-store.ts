import type {LogStore, LogWriter} from './log.js';
import {logFiles} from './log-files.js';
import {openLogReader} from './log-reader.js';
import {createLogWriter} from './log-writer.js';
import {WriteBoard} from './write-board.js';

/** Logs in files, with an index and a journal of commands beside each; `clock` is in milliseconds and must not jump. */
export function createLogStore(clock: () => number = () => performance.now()): LogStore {
	const board = new WriteBoard();
	return {
		async create(file, options): Promise<LogWriter> {
			const writer = await createLogWriter(logFiles(file), {...options, clock, onWritten: () => board.written(file)});
			return board.opened(file, writer);
		},
		open: file => openLogReader(logFiles(file), board.of(file)),
	};
}
