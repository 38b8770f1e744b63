import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {loadPipeline} from '../../source/config/load.js';
import {planPipeline} from '../../source/planner/plan-pipeline.js';
import {aContext, filesOf} from './a-context.js';

const folder = path.resolve(import.meta.dirname, '../../../shared/corpus');
const names = existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.yml')) : [];

/** Mistakes that GitLab refuses too: this one has a "script" in the cache of the top level. */
const refusedByGitLab: Readonly<Record<string, readonly string[]>> = {'bahdotsh+wrkflw.yml': ['KEY_UNKNOWN']};

describe.skipIf(names.length === 0)(
	"real projects' pipelines (a folder beside the project, skipped without it)",
	() => {
		test.each(names)('%s has no error but includes that are not there', name => {
			const context = aContext();
			const files = filesOf({[name]: readFileSync(path.join(folder, name), 'utf8')});
			const {definition, diagnostics} = loadPipeline({files, file: name, context});
			const errors = diagnostics.filter(({severity, code}) => severity === 'error' && code !== 'INCLUDE_MISSING');
			expect(errors.map(({code}) => code)).toEqual(refusedByGitLab[name] ?? []);
			if (definition)
				expect(planPipeline(definition, context).diagnostics.map(({code}) => code)).not.toContain('NEEDS_UNKNOWN');
		});
	},
);
