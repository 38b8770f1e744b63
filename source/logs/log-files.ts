/** The files of one log. */
export interface LogFiles {
	/** Bytes as the job wrote them, but masked, and the runner's own lines as text. */
	readonly log: string;
	/** See index-block.ts. */
	readonly index: string;
	/** See command-journal.ts. */
	readonly commands: string;
}

export function logFiles(file: string): LogFiles {
	return {log: file, index: `${file}.index`, commands: `${file}.commands`};
}
