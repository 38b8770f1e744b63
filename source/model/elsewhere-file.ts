/** A file of `include` that lies outside of the repository, variables filled in. */
export type ElsewhereFile =
	| {readonly kind: 'project'; readonly project: string; readonly ref: string | undefined; readonly path: string}
	/** `integrity` is `sha256-` and the hash of the content in base64. */
	| {readonly kind: 'remote'; readonly url: string; readonly integrity?: string}
	| {readonly kind: 'template'; readonly name: string}
	/** `address` is `host/group/project/name`, without the version. */
	| {readonly kind: 'component'; readonly address: string; readonly version: string};

/** What came of the attempt to get such a file. */
export interface FetchedFile {
	/** Undefined: it is nowhere to be had. */
	readonly text: string | undefined;
	/** Why it could not be fetched, in words; with a text, that text is an earlier copy. */
	readonly problem?: string;
	/** When the earlier copy was made, ms since the epoch. */
	readonly copiedAt?: number;
}

/** Tells two of them apart. */
export function elsewhereKey(file: ElsewhereFile): string {
	switch (file.kind) {
		case 'project': {
			return JSON.stringify(['project', file.project, file.ref, file.path]);
		}

		case 'remote': {
			return JSON.stringify(['remote', file.url]);
		}

		case 'template': {
			return JSON.stringify(['template', file.name]);
		}

		default: {
			return JSON.stringify(['component', file.address, file.version]);
		}
	}
}
