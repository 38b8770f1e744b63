import {measure} from './measure.ts';
import {runArguments} from './project.ts';

/** An event of `run --json`, as far as it is of use here. */
interface RunEvent {
	readonly type: string;
	readonly at: string;
	readonly job?: string;
	readonly text?: string;
}

/** How long after the end of the one before each job of a chain has begun its first command, in ms. */
export async function gapsOf(cwd: string, image: string): Promise<readonly number[]> {
	const {stdout} = await measure(...runArguments(image, '--json'), {cwd, keepOutput: true});
	const events = stdout
		.trim()
		.split('\n')
		.map(line => JSON.parse(line) as RunEvent);
	const gaps: number[] = [];
	let ended: number | undefined;
	for (const {type, at, text} of events) {
		if (type === 'job-finished') {
			ended = Date.parse(at);
		} else if (type === 'job-log' && text?.startsWith('$ ') && ended !== undefined) {
			gaps.push(Date.parse(at) - ended);
			ended = undefined;
		}
	}

	return gaps;
}
