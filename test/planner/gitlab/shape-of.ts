import {loadPipeline} from '../../../source/config/load.js';
import type {Context} from '../../../source/model/context.js';
import type {PlannedJob} from '../../../source/model/plan.js';
import {planPipeline} from '../../../source/planner/plan-pipeline.js';
import {aContext, filesOf} from '../../config/a-context.js';

/** A pipeline that GitLab's documentation decides, and what it decides: `stage/job when`, `*` where it may fail. */
export type Decided = readonly [
	sentence: string,
	text: string,
	jobs: readonly string[],
	more?: {
		readonly context?: Parameters<typeof aContext>[0];
		readonly files?: Readonly<Record<string, string>>;
	},
];

/** The jobs of a pipeline in that notation; `on_success` is left out. Or its errors, `line CODE`. */
export function shapeOf([, text, , more]: Decided): readonly string[] {
	const context: Context = aContext({files: Object.keys(more?.files ?? {}), ...more?.context});
	const files = filesOf({'.gitlab-ci.yml': text, ...more?.files});
	const {definition, diagnostics} = loadPipeline({files, file: '.gitlab-ci.yml', context});
	if (!definition) {
		return diagnostics
			.filter(({severity}) => severity === 'error')
			.map(({code, position}) => `${position.line} ${code}`);
	}

	const planned = planPipeline(definition, context);
	if (!planned.plan) return planned.diagnostics.map(({code, position}) => `${position.line} ${code}`);
	return planned.plan.jobs.map(inNotation);
}

function inNotation({name, stage, when, allowFailure}: PlannedJob): string {
	const may = allowFailure === true ? '*' : allowFailure === false ? '' : ` *${allowFailure.exitCodes.join(',')}`;
	return `${stage}/${name}${when === 'on_success' ? '' : ` ${when}`}${may}`;
}
