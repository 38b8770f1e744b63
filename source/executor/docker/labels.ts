import {createHash} from 'node:crypto';
import {hostname} from 'node:os';
import {processStart} from '../../workspace/process-start.js';

/** The label of everything a run makes: its PipelineExecution's id. */
export const runLabel = 'ci-tui.run';

/** Whose run: a hash of the repository's root. */
export const repoLabel = 'ci-tui.repo';

/** Who made it: host, process id and when that process started, so that a later process of the same id is not taken for it. */
export const ownerLabel = 'ci-tui.owner';

export interface Owner {
	readonly host: string;
	readonly pid: number;
	/** Undefined when the system does not tell. */
	readonly started: string | undefined;
}

export type Labels = Readonly<Record<string, string>>;

/** The labels of a run's containers, volumes and networks, to which a job adds its own. */
export async function runLabels(runId: string, root: string): Promise<Labels> {
	const started = await processStart(process.pid);
	return {
		[runLabel]: runId,
		[repoLabel]: repoHash(root),
		[ownerLabel]: [hostname(), process.pid, started ?? ''].join('/'),
	};
}

export function repoHash(root: string): string {
	return createHash('sha256').update(root).digest('hex').slice(0, 16);
}

export function jobLabels(labels: Labels, job: string, attempt: number): Record<string, string> {
	return {...labels, 'ci-tui.job': job, 'ci-tui.attempt': String(attempt)};
}

/** Undefined for a label that we have not written. */
export function parseOwner(label: string | undefined): Owner | undefined {
	const match = /^(?<host>.+)\/(?<pid>\d+)\/(?<started>.*)$/.exec(label ?? '');
	if (match?.groups === undefined) {
		return undefined;
	}

	const {host = '', pid, started} = match.groups;
	return {host, pid: Number(pid), started: started || undefined};
}
