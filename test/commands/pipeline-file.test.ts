import {expect, test} from 'vitest';
import {choosePipelineFile} from '../../source/commands/pipeline-file.js';

const names = new Map([
	['.gitlab-ci.yml', 'main line'],
	['.pipelines/nightly.yml', 'Every night'],
]);
const nameOf = (file: string) => names.get(file);

test('takes .gitlab-ci.yml when nothing else is asked for', () => {
	expect(choosePipelineFile({}, ['.gitlab-ci.yml', '.pipelines/nightly.yml'], nameOf)).toBe('.gitlab-ci.yml');
});

test('takes the file that --file names, whatever else is there', () => {
	expect(choosePipelineFile({file: 'ci/other.yml'}, ['.gitlab-ci.yml'], nameOf)).toBe('ci/other.yml');
});

test('finds a pipeline by its file name and by the name it gives itself', () => {
	const files = ['.gitlab-ci.yml', '.pipelines/nightly.yml'];
	expect(choosePipelineFile({pipeline: 'nightly'}, files, nameOf)).toBe('.pipelines/nightly.yml');
	expect(choosePipelineFile({pipeline: 'Every night'}, files, nameOf)).toBe('.pipelines/nightly.yml');
	expect(choosePipelineFile({pipeline: 'main line'}, files, nameOf)).toBe('.gitlab-ci.yml');
});

test('takes the only pipeline there is when .gitlab-ci.yml is missing', () => {
	expect(choosePipelineFile({}, ['.pipelines/nightly.yml', '.pipelines/deep/no.yml'], nameOf)).toBe(
		'.pipelines/nightly.yml',
	);
});

test('says which pipelines there are when the name is unknown or the choice is open', () => {
	const files = ['.pipelines/nightly.yml', '.pipelines/weekly.yaml'];
	expect(() => choosePipelineFile({pipeline: 'daily'}, files, nameOf)).toThrow(
		expect.objectContaining({code: 'PIPELINE_UNKNOWN', hint: 'there are: nightly, weekly', exitCode: 2}),
	);
	expect(() => choosePipelineFile({}, files, nameOf)).toThrow(
		expect.objectContaining({code: 'PIPELINE_AMBIGUOUS', exitCode: 2}),
	);
});
