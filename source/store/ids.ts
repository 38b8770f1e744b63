import {createHash} from 'node:crypto';

/** The space of names of this program's ids: any UUID would do, as long as it never changes. */
const space = '6f0b7c53-7c62-4b0e-9a55-2d1f3f0f9c11';

/** The same UUID for the same names, on every machine (RFC 9562, version 5). */
export function stableId(...names: readonly string[]): string {
	const hash = createHash('sha1')
		.update(Buffer.from(space.replaceAll('-', ''), 'hex'))
		.update(JSON.stringify(names));
	const hex = hash.digest('hex');
	const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export function pipelineId(repoUrl: string, pipeline: string): string {
	return stableId('pipeline', repoUrl, pipeline);
}

export function stageId(pipeline: string, stage: string): string {
	return stableId('stage', pipeline, stage);
}

export function jobId(stage: string, job: string): string {
	return stableId('job', stage, job);
}

export function stageExecutionId(run: string, stage: string): string {
	return stableId('stage-execution', run, stage);
}

export function jobExecutionId(run: string, job: string, attempt: number): string {
	return stableId('job-execution', run, job, String(attempt));
}
