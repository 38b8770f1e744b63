import type {FileSource} from '../config/file-source.js';
import type {Loaded} from '../config/load.js';
import {type ElsewhereFile, elsewhereKey, type FetchedFile} from '../model/elsewhere-file.js';
import type {Includes} from './adapters.js';

/** How deep includes of includes of other places may go before the rest is called missing. */
const maxRounds = 10;

/**
 * Reads a pipeline, gets what it includes from elsewhere and is not at hand, and reads again, until nothing new is
 * asked for: reading itself never waits.
 */
export async function loadWithIncludes(
	files: FileSource,
	load: (files: FileSource) => Loaded,
	open: () => Promise<Includes>,
): Promise<Loaded> {
	const fetched = new Map<string, FetchedFile>();
	let includes: Includes | undefined;
	for (let round = 0; ; round++) {
		const asked = new Map<string, ElsewhereFile>();
		const loaded = load(withFetched(files, fetched, asked));
		if (asked.size === 0 || round === maxRounds) {
			await includes?.close();
			return loaded;
		}

		const wanted = [...asked.values()];
		includes ??= await open();
		const answers = await includes.fetch(wanted);
		for (const [index, file] of wanted.entries()) fetched.set(elsewhereKey(file), answers[index] ?? {text: undefined});
	}
}

/** What is mapped to a folder comes from there; `asked` collects what is nowhere yet. */
function withFetched(
	files: FileSource,
	fetched: ReadonlyMap<string, FetchedFile>,
	asked: Map<string, ElsewhereFile>,
): FileSource {
	return {
		read: path => files.read(path),
		list: () => files.list(),
		readElsewhere(file) {
			const text = files.readElsewhere?.(file);
			if (text !== undefined) return text;
			const key = elsewhereKey(file);
			if (!fetched.has(key)) asked.set(key, file);
			return fetched.get(key)?.text;
		},
		noteOn(file) {
			const {text, problem, copiedAt} = fetched.get(elsewhereKey(file)) ?? {};
			if (problem === undefined || text === undefined || copiedAt === undefined) return problem;
			return `could not be fetched (${problem}): its copy of ${new Date(copiedAt).toLocaleString('sv')} is used`;
		},
	};
}
