import {parseAllDocuments} from 'yaml';
import type {Problems} from '../problems.js';
import {Converter} from './convert.js';
import type {ConfigNode} from './node.js';
import type {SourceFile} from './source-file.js';
import {tellSyntaxError} from './syntax-error.js';

/** GitLab refuses bigger ones too (`max_yaml_size_bytes`). */
const maxSize = 2 * 1024 * 1024;

/** The documents of a YAML file (a header with `spec` and the content, or one); undefined after a syntax error. */
export function readYaml(file: SourceFile, problems: Problems): readonly ConfigNode[] | undefined {
	problems.meet(file);
	if (file.text.length > maxSize) {
		problems.error('YAML_TOO_BIG', 'the file is bigger than 2 MiB', {file, start: 0, end: 1});
		return undefined;
	}

	try {
		return parse(file, problems);
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		// The library composes by recursion: only nesting far beyond GitLab's limit gets here.
		problems.error('YAML_TOO_DEEP', 'it is nested too deep to be read', {file, start: 0, end: 1});
		return undefined;
	}
}

function parse(file: SourceFile, problems: Problems): readonly ConfigNode[] | undefined {
	const stream = parseAllDocuments(file.text, {
		// Strings only: what a scalar means is ours to say, as Psych does. Duplicates too: the library's check is quadratic.
		schema: 'failsafe',
		uniqueKeys: false,
		strict: false,
		prettyErrors: false,
		logLevel: 'silent',
	});
	const documents = 'empty' in stream ? [] : stream;
	const [error] = documents.flatMap(document => document.errors);
	if (error?.code === 'RESOURCE_EXHAUSTION') throw new RangeError(error.message);
	if (!error) return documents.map(document => new Converter(file, problems).convert(document.contents));
	// What follows the first syntax error is mostly its echo.
	tellSyntaxError(error, documents, file, problems);
	return undefined;
}
