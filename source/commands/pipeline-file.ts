import {CiError} from '../errors.js';
import type {Options} from './options.js';

export const defaultPipelineFile = '.gitlab-ci.yml';
const folder = '.pipelines';

/**
 * Which file holds the pipeline: `--file`, else the one of `.pipelines/*.yml` that `--pipeline` names, else
 * `.gitlab-ci.yml`, else the only one in `.pipelines`. `files` are relative to the root.
 */
export function choosePipelineFile(
	options: Pick<Options, 'file' | 'pipeline'>,
	files: readonly string[],
	nameOf: (file: string) => string | undefined,
): string {
	if (options.file !== undefined) {
		return options.file;
	}

	const others = files.filter(file => /^\.pipelines\/[^/]+\.ya?ml$/.test(file));
	if (options.pipeline !== undefined) {
		const wanted = options.pipeline;
		const found =
			others.find(file => baseName(file) === wanted) ??
			[defaultPipelineFile, ...others].find(file => nameOf(file) === wanted);
		if (found === undefined) {
			throw new CiError('PIPELINE_UNKNOWN', `there is no pipeline "${wanted}" in ${folder}/.`, {
				hint: others.length > 0 ? `there are: ${others.map(baseName).join(', ')}` : `put it in ${folder}/${wanted}.yml`,
				exitCode: 2,
			});
		}

		return found;
	}

	const [only, second] = others;
	if (files.includes(defaultPipelineFile) || only === undefined) {
		return defaultPipelineFile;
	}

	if (second !== undefined) {
		throw new CiError(
			'PIPELINE_AMBIGUOUS',
			`there is no ${defaultPipelineFile}, and several pipelines in ${folder}/.`,
			{
				hint: `choose one with --pipeline: ${others.map(baseName).join(', ')}`,
				exitCode: 2,
			},
		);
	}

	return only;
}

function baseName(file: string): string {
	return file.slice(folder.length + 1).replace(/\.ya?ml$/, '');
}
