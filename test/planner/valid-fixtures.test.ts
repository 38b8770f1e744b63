import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import type {FileSource} from '../../source/config/file-source.js';
import {loadPipeline} from '../../source/config/load.js';
import {planJson} from '../../source/planner/plan-json.js';
import {planPipeline} from '../../source/planner/plan-pipeline.js';
import {aContext} from '../config/a-context.js';

const folder = path.resolve(import.meta.dirname, '../../fixtures/valid');
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

describe('a pipeline file is planned as GitLab would', () => {
	test.each(names)('%s', name => {
		const context = aContext({
			variables: {GIVEN: 'user'},
			files: ['package.json', 'src/index.ts', 'docs/guide.md'],
			changedFiles: ['docs/guide.md'],
		});
		const {definition, diagnostics} = loadPipeline({files, file: name, context});
		expect(diagnostics.filter(({severity}) => severity === 'error')).toEqual([]);
		if (!definition) throw new Error('no definition');
		const {plan, diagnostics: told} = planPipeline(definition, context);
		if (!plan) throw new Error(told.map(({message}) => message).join('\n'));
		const expected: unknown = JSON.parse(readFileSync(path.join(folder, name.replace('.yml', '.json')), 'utf8'));
		expect(JSON.parse([...planJson(plan)].join(''))).toMatchObject(expected as object);
	});
});
