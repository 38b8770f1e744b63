/** Where a pipeline's files come from; paths are relative to the repository's root, with `/`. */
export interface FileSource {
	/** The file's text, or undefined when there is none (or it is outside of the repository). */
	read(path: string): string | undefined;
	/** Every file of the project, for wildcards. */
	list(): readonly string[];
	/** The text of a file that is not in the repository (`--include-map`, a cache); undefined when it is not at hand. */
	readElsewhere?(file: ElsewhereFile): string | undefined;
}

/** A file of `include` that lies outside of the repository, variables filled in. */
export type ElsewhereFile =
	| {readonly kind: 'project'; readonly project: string; readonly ref: string | undefined; readonly path: string}
	| {readonly kind: 'remote'; readonly url: string}
	| {readonly kind: 'template'; readonly name: string}
	/** `address` is `host/group/project/name`, without the version. */
	| {readonly kind: 'component'; readonly address: string; readonly version: string};
