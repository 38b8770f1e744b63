import {type Document, isCollection, isScalar, visit, type YAMLParseError} from 'yaml';
import type {Problems} from '../problems.js';
import type {SourceFile} from './source-file.js';

/** Tells a YAML syntax error in words for people, at the place where it began. */
export function tellSyntaxError(
	error: YAMLParseError,
	documents: readonly Document[],
	file: SourceFile,
	problems: Problems,
): void {
	const [pos] = error.pos;
	const opening = unclosedBefore(pos, documents, file.text);
	if (opening !== undefined) {
		const character = file.text[opening] ?? '';
		const close = closing[character] ?? character;
		const message = `${character === '"' ? "'\"'" : `"${character}"`} is never closed`;
		problems.error('YAML_SYNTAX', message, {file, start: opening, end: file.text.length}, `end it with ${close}`);
		return;
	}

	const start = Math.min(pos, Math.max(0, file.text.length - 1));
	const lineEnd = file.text.indexOf('\n', start);
	const rest = file.text.slice(start, lineEnd === -1 ? undefined : lineEnd);
	const indent = rest.length - rest.trimStart().length;
	const {message, hint} = wordsFor(error, rest.trim());
	const place = {file, start: start + indent, end: Math.max(error.pos[1], start + indent + 1)};
	problems.error('YAML_SYNTAX', message, place, hint);
}

const closing: Readonly<Record<string, string>> = {'[': ']', '{': '}'};

/**
 * Where a quote or a bracket was opened that is still open at `pos`, or that swallowed lines up to there: what follows
 * an opening that was forgotten to be closed is where the parser stumbles, not where the mistake is.
 */
function unclosedBefore(pos: number, documents: readonly Document[], text: string): number | undefined {
	let found: number | undefined;
	for (const document of documents) {
		visit(document, {
			Node(_, node) {
				const start = node.range?.[0];
				const end = node.range?.[1] ?? 0;
				if (start === undefined || start >= pos || !/["'[{]/.test(text[start] ?? '')) return;
				const isFlow = (isCollection(node) && node.flow === true) || (isScalar(node) && /^QUOTE/.test(node.type ?? ''));
				const reachesHere = end >= pos || !text.slice(end, pos).includes('\n');
				if (isFlow && reachesHere && text.slice(start, Math.max(end, pos)).includes('\n')) found = start;
			},
		});
	}

	return found;
}

function wordsFor(error: YAMLParseError, line: string): {readonly message: string; readonly hint?: string} {
	switch (error.code) {
		case 'TAB_AS_INDENT': {
			return {message: 'a tab cannot indent YAML', hint: 'use spaces'};
		}

		case 'BAD_INDENT': {
			return misaligned;
		}

		case 'BLOCK_AS_IMPLICIT_KEY': {
			if (line.startsWith('- ')) return misaligned;
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

const misaligned = {
	message: 'the indentation does not fit what stands above',
	hint: 'align it with its neighbours',
} as const;

function lowerFirst(message: string): string {
	return message.charAt(0).toLowerCase() + message.slice(1);
}
