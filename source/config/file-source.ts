import type {ElsewhereFile} from '../model/elsewhere-file.js';

export type {ElsewhereFile};

/** Where a pipeline's files come from; paths are relative to the repository's root, with `/`. */
export interface FileSource {
	/** The file's text, or undefined when there is none (or it is outside of the repository). */
	read(path: string): string | undefined;
	/** Every file of the project, for wildcards. */
	list(): readonly string[];
	/** The text of a file that is not in the repository (`--include-map`, a cache); undefined when it is not at hand. */
	readElsewhere?(file: ElsewhereFile): string | undefined;
	/** Why such a file is not at hand, or an earlier copy of it is read, in words. */
	noteOn?(file: ElsewhereFile): string | undefined;
}
