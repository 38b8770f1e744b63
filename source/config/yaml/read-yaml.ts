import {parseAllDocuments, type YAMLParseError} from 'yaml';
import type {Problems} from '../problems.js';
import {Converter} from './convert.js';
import type {ConfigNode} from './node.js';
import type {SourceFile} from './source-file.js';

/** GitLab refuses bigger ones too (`max_yaml_size_bytes`). */
const maxSize = 2 * 1024 * 1024;

/** The documents of a YAML file (a header with `spec` and the content, or one); undefined after a syntax error. */
export function readYaml(file: SourceFile, problems: Problems): readonly ConfigNode[] | undefined {
	problems.meet(file);
	if (file.text.length > maxSize) {
		problems.error('YAML_TOO_BIG', 'the file is bigger than 2 MiB', {file, start: 0, end: 1});
		return undefined;
	}

	const documents = parse(file, problems);
	if (!documents) return undefined;
	const errors = documents.flatMap(document => document.errors);
	for (const error of errors) report(error, file, problems);
	if (errors.length > 0) return undefined;
	return documents.map(document => new Converter(file, problems).convert(document.contents));
}

function parse(file: SourceFile, problems: Problems) {
	try {
		const documents = parseAllDocuments(file.text, {
			// Strings only: what a scalar means is ours to say, as Psych does. Duplicates too: the library's check is quadratic.
			schema: 'failsafe',
			uniqueKeys: false,
			strict: false,
			prettyErrors: false,
			logLevel: 'silent',
		});
		return 'empty' in documents ? [] : documents;
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		// The library composes by recursion: only nesting far beyond GitLab's limit gets here.
		problems.error('YAML_TOO_DEEP', 'it is nested too deep to be read', {file, start: 0, end: 1});
		return undefined;
	}
}

function report(error: YAMLParseError, file: SourceFile, problems: Problems): void {
	const [start, end] = error.pos;
	const {message, hint} = wordsFor(error);
	const at = Math.min(start, Math.max(0, file.text.length - 1));
	problems.error('YAML_SYNTAX', message, {file, start: at, end: Math.max(end, at + 1)}, hint);
}

function wordsFor(error: YAMLParseError): {readonly message: string; readonly hint?: string} {
	switch (error.code) {
		case 'TAB_AS_INDENT': {
			return {message: 'a tab cannot indent YAML', hint: 'use spaces'};
		}

		case 'BAD_INDENT': {
			return {message: 'the indentation does not fit what stands above', hint: 'align it with its neighbours'};
		}

		case 'BLOCK_AS_IMPLICIT_KEY': {
			return {message: 'a second ": " stands in one line', hint: 'put the text in quotes if the colon is part of it'};
		}

		case 'MULTILINE_IMPLICIT_KEY': {
			return {message: 'this line is neither a key nor part of a value', hint: 'is a ":" missing after a key?'};
		}

		case 'MISSING_CHAR': {
			return {message: lowerFirst(error.message), hint: 'is a quote, a bracket or a ":" missing?'};
		}

		default: {
			return {message: lowerFirst(error.message)};
		}
	}
}

function lowerFirst(message: string): string {
	return message.charAt(0).toLowerCase() + message.slice(1);
}
