import type {PlannedJob} from '../model/plan.js';
import {paint} from '../report/paint.js';
import type {Io} from './adapters.js';
import type {PastArtifacts} from './past-artifacts.js';

export interface GreetingFacts {
	readonly job: PlannedJob;
	/** Undefined when the shell is on this host. */
	readonly image: string | undefined;
	readonly past: PastArtifacts;
	/** The files are those of a commit, not the working tree. */
	readonly isClone: boolean;
}

const mostCommands = 10;

/** What a shell begins with: which job it is of and where, what it has, and the job's script; empty without a terminal. */
export function shellGreeting(
	{job, image, past, isClone}: GreetingFacts,
	{
		interactive,
		color,
		ascii,
		stdout,
	}: Pick<Io, 'interactive' | 'color' | 'ascii'> & {readonly stdout: {readonly columns?: number}},
): string {
	if (!interactive) return '';
	const place = image === undefined ? 'on this host, without isolation' : `in ${image}`;
	const files = isClone ? 'a clone of the repository' : 'a copy of the working tree as it is';
	const artifacts = past.found.map(({job, run}) => `artifacts of ${job} (run #${run})`);
	const {before, main} = job.scripts;
	const commands = [...before, ...main];
	const width = Math.max(20, (stdout.columns ?? 80) - 4);
	const more = ascii ? '...' : '…';
	const script = commands.slice(0, mostCommands).map(command => `  ${firstLine(command, width, more)}`);
	const left = commands.length - mostCommands;
	return [
		paint(`shell of ${job.name} ${place}`, {bold: true}, color),
		`with ${[files, ...artifacts].join(', ')}; its script, which ${ascii ? 'Up' : '↑'} recalls:`,
		...script,
		...(left > 0 ? [`  ${more} ${left} more`] : []),
		'exit (or Ctrl+D) leaves, and nothing done here stays',
		'',
	].join('\n');
}

function firstLine(command: string, width: number, more: string): string {
	const [first = '', ...rest] = command.trim().split('\n');
	const clean = first.replaceAll(/\p{Cc}/gu, ' ');
	return clean.length > width
		? `${clean.slice(0, width - more.length)}${more}`
		: rest.length > 0
			? `${clean} ${more}`
			: clean;
}
