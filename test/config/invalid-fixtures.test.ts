import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import type {FileSource} from '../../source/config/file-source.js';
import {loadPipeline} from '../../source/config/load.js';
import {formatDiagnostics} from '../../source/report/diagnostics.js';
import {aContext} from './a-context.js';

const folder = path.resolve(import.meta.dirname, '../../fixtures/invalid');
const names = readdirSync(folder).filter(name => name.endsWith('.yml'));

const files: FileSource = {
	read(name) {
		try {
			return readFileSync(path.join(folder, name), 'utf8');
		} catch {
			return undefined;
		}
	},
	list: () => readdirSync(folder, {recursive: true}).map(String),
};

describe('a pipeline file with a mistake', () => {
	test('there is an expected text beside every file', () => {
		const texts = readdirSync(folder).filter(name => name.endsWith('.txt'));
		expect(texts.map(name => name.replace('.txt', '.yml'))).toEqual(names);
		expect(names.length).toBeGreaterThan(40);
	});

	test.each(names)('%s is told in exactly these words', name => {
		const {definition, diagnostics, sources} = loadPipeline({files, file: name, context: aContext()});
		// Which keywords have no effect here is not what these files are about.
		const mistakes = diagnostics.filter(({code}) => code !== 'KEYWORD_NOT_HONOURED');
		const told = formatDiagnostics(mistakes, sources, {color: false, ascii: false});
		expect(`${told}\n`).toBe(readFileSync(path.join(folder, name.replace('.yml', '.txt')), 'utf8'));
		expect(definition).toBeUndefined();
	});
});
