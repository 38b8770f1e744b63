/** A file that a job left as a report. */
export interface ReportFile {
	/** Relative to the project. */
	readonly name: string;
	readonly content: Buffer;
}

/**
 * Reads the files of a reports archive that match the patterns, none bigger than `mostBytes` (a bigger one is cut). No
 * files when there is no such archive; rejects when it cannot be read.
 */
export type ReadReport = (request: {
	readonly archive: string;
	readonly patterns: readonly string[];
	/** Patterns may begin with it. */
	readonly projectDir: string;
	readonly mostBytes: number;
}) => Promise<readonly ReportFile[]>;
