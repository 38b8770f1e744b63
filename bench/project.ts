import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {node, program} from './tools.ts';

/** Makes a project of one pipeline for as long as `use` takes. */
export async function withProject<T>(pipeline: string, use: (folder: string) => Promise<T>): Promise<T> {
	const folder = mkdtempSync(path.join(tmpdir(), 'ci-tui-bench-'));
	writeFileSync(path.join(folder, '.gitlab-ci.yml'), pipeline);
	try {
		return await use(folder);
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}

/** Jobs that each need the one before. */
export function chain(count: number, script: string): string {
	return jobs(count, script, index => (index === 0 ? '[]' : `[job${index - 1}]`));
}

/** Jobs that need nothing. */
export function independent(count: number, script: string): string {
	return jobs(count, script, () => '[]');
}

/** The command line that runs a project in containers. */
export function runArguments(image: string, ...more: readonly string[]): readonly [string, readonly string[]] {
	return [node, [program, 'run', '--executor', 'docker', '--default-image', image, ...more]];
}

function jobs(count: number, script: string, needs: (index: number) => string): string {
	const lines = Array.from(
		{length: count},
		(_, index) => `job${index}: {script: [${JSON.stringify(script)}], needs: ${needs(index)}}`,
	);
	return `${lines.join('\n')}\n`;
}
