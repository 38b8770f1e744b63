import type {FileSource} from '../../source/config/file-source.js';
import {type Loaded, loadPipeline} from '../../source/config/load.js';
import type {Context} from '../../source/model/context.js';
import type {Plan} from '../../source/model/plan.js';
import {planPipeline} from '../../source/planner/plan-pipeline.js';

/** A push to `main` of a small project. */
export function aContext(over: Partial<Omit<Context, 'git'>> & {readonly git?: Partial<Context['git']>} = {}): Context {
	return {
		folder: 'shop',
		repoUrl: '/home/ada/shop',
		projectPath: 'acme/shop',
		source: 'push',
		variables: {},
		masked: [],
		files: [],
		now: Date.UTC(2026, 0, 2, 3, 4, 5),
		...over,
		git: {
			branch: 'main',
			defaultBranch: 'main',
			commitHash: '1234567890abcdef1234567890abcdef12345678',
			beforeHash: '0'.repeat(40),
			message: 'Add a basket\n\nIt holds things.',
			author: 'Ada <ada@example.com>',
			timestamp: '2026-01-02T03:04:05Z',
			userName: 'Ada',
			userEmail: 'ada@example.com',
			...over.git,
		},
	};
}

/** Files by path. */
export function filesOf(files: Readonly<Record<string, string>>): FileSource {
	return {read: path => files[path], list: () => Object.keys(files)};
}

/** Loads `.gitlab-ci.yml`, with other files beside it. */
export function load(text: string, others: Readonly<Record<string, string>> = {}, context = aContext()): Loaded {
	return loadPipeline({files: filesOf({'.gitlab-ci.yml': text, ...others}), file: '.gitlab-ci.yml', context});
}

/** Loads and plans; fails the test with what is wrong when there is no plan. */
export function planOf(text: string, context = aContext()): Plan {
	const {definition, diagnostics} = load(text, {}, context);
	if (!definition) throw new Error(diagnostics.map(({code, message}) => `${code}: ${message}`).join('\n'));
	const planned = planPipeline(definition, context);
	if (!planned.plan) throw new Error(planned.diagnostics.map(({code, message}) => `${code}: ${message}`).join('\n'));
	return planned.plan;
}

/** The codes of what is wrong, in order. */
export function codesOf({diagnostics}: Loaded): readonly string[] {
	return diagnostics.map(({code}) => code);
}
