import {executorChoices, uiChoices} from './options.js';

/** A flag as `--help` and completion tell it; the word without its dashes. */
export interface Flag {
	readonly name: string;
	readonly short?: string;
	/** What is to be given after it, in capitals; none for a switch. */
	readonly value?: string;
	readonly choices?: readonly string[];
	readonly repeatable?: boolean;
	readonly help: string;
}

export type ArgumentKind = 'job' | 'run' | 'shell';

/** One row a subcommand: what it does, takes and looks like in use. */
export interface Command {
	readonly name: string;
	readonly summary: string;
	readonly argument?: {readonly kind: ArgumentKind; readonly usage: string; readonly choices?: readonly string[]};
	/** Names of its flags, beside those that go everywhere. */
	readonly flags: readonly string[];
	readonly examples: readonly {readonly line: string; readonly help: string}[];
}

export const flagTable: readonly Flag[] = [
	{name: 'cwd', value: 'DIR', help: 'work in this folder'},
	{name: 'file', value: 'PATH', help: 'the pipeline file (default .gitlab-ci.yml)'},
	{name: 'pipeline', value: 'NAME', help: 'one of .pipelines/*.yml'},
	{name: 'json', help: 'machine output'},
	{name: 'ascii', help: 'no characters beyond ASCII'},
	{name: 'help', short: 'h', help: 'this text; after a command, about that command'},
	{name: 'version', short: 'v', help: 'the version'},
	{name: 'repo', value: 'URL|PATH', help: 'run a clone of this repository'},
	{name: 'branch', value: 'NAME', help: 'run this branch, in a clone'},
	{name: 'commit', value: 'HASH', help: 'run this commit, in a clone'},
	{name: 'executor', value: 'NAME', choices: executorChoices, help: 'where jobs run (default auto)'},
	{name: 'default-image', value: 'IMAGE', help: 'for jobs that name none'},
	{name: 'concurrency', value: 'N', help: 'how many jobs run at once'},
	{name: 'variable', value: 'KEY=VALUE', repeatable: true, help: 'set a variable'},
	{name: 'variables-file', value: 'PATH', repeatable: true, help: 'set the variables of a YAML or KEY=value file'},
	{
		name: 'include-map',
		value: 'GROUP/PROJECT=PATH',
		repeatable: true,
		help: 'where an included project is checked out',
	},
	{name: 'ui', value: 'MODE', choices: uiChoices, help: 'how a run is shown (default auto)'},
	{name: 'dry-run', help: 'say what would run, and run nothing'},
	{name: 'logs', help: 'print logs'},
	{name: 'run', value: 'N', help: 'one run, by its number'},
	{name: 'stage', value: 'NAME', help: 'one stage of it'},
	{name: 'job', value: 'NAME', help: 'one job of it'},
	{name: 'keep', value: 'N', help: 'remove all runs but the newest N'},
	{name: 'cache', help: 'remove the caches of jobs'},
];

/** Flags that go with every command. */
export const everywhere: readonly string[] = ['cwd', 'file', 'pipeline', 'json', 'ascii', 'help', 'version'];

const source = ['repo', 'branch', 'commit'];
const planning = [...source, 'default-image', 'variable', 'variables-file', 'include-map'];
const running = [...planning, 'executor', 'concurrency', 'ui', 'logs'];

export const commandTable: readonly Command[] = [
	{
		name: 'run',
		summary: 'run the pipeline, or these jobs and what they need',
		argument: {kind: 'job', usage: '[JOB…]'},
		flags: [...running, 'dry-run'],
		examples: [
			{line: 'ci-tui run', help: 'the whole pipeline, on the files as they are'},
			{line: 'ci-tui run test:unit', help: 'one job, after what it needs'},
			{line: 'ci-tui run --branch main --variable DEBUG=1', help: 'another branch, with a variable'},
			{line: 'ci-tui run --ui plain', help: 'as plain lines'},
		],
	},
	{
		name: 'check',
		summary: 'what is wrong with the pipeline file, with line and column',
		flags: planning,
		examples: [{line: 'ci-tui check --json', help: 'for an editor'}],
	},
	{
		name: 'plan',
		summary: 'what would run, in which order, and why the rest would not',
		argument: {kind: 'job', usage: '[JOB…]'},
		flags: planning,
		examples: [{line: 'ci-tui plan --variable CI_PIPELINE_SOURCE=schedule', help: 'as a scheduled pipeline'}],
	},
	{
		name: 'report',
		summary: 'past runs; one run, stage or job of them; their logs',
		flags: ['run', 'stage', 'job', 'logs'],
		examples: [
			{line: 'ci-tui report', help: 'every run, newest first'},
			{line: 'ci-tui report --run 12', help: 'what run 12 did'},
			{line: 'ci-tui report --job test:unit --logs', help: 'the log of a job in the newest run'},
		],
	},
	{
		name: 'retry',
		summary: 'the failed jobs of a run again, with what was skipped because of them',
		argument: {kind: 'run', usage: '[RUN]'},
		flags: ['run', 'job', ...running.filter(flag => !source.includes(flag))],
		examples: [
			{line: 'ci-tui retry', help: 'of the newest run'},
			{line: 'ci-tui retry 12 --job test:unit', help: 'one job of run 12'},
		],
	},
	{
		name: 'cancel',
		summary: 'cancel a run that another terminal is running',
		argument: {kind: 'run', usage: '[RUN]'},
		flags: ['run'],
		examples: [{line: 'ci-tui cancel', help: 'the newest that is running'}],
	},
	{
		name: 'shell',
		summary: "a shell in the job's container as the job sees it",
		argument: {kind: 'job', usage: 'JOB'},
		flags: [...planning, 'executor'],
		examples: [{line: 'ci-tui shell test:unit', help: 'look around where it runs'}],
	},
	{
		name: 'clean',
		summary: 'remove what runs left behind; --keep N runs',
		flags: ['keep', 'cache'],
		examples: [
			{line: 'ci-tui clean --keep 20', help: 'also all runs but the newest 20'},
			{line: 'ci-tui clean --cache', help: 'also the caches of jobs'},
		],
	},
	{
		name: 'completion',
		summary: 'completion for bash, zsh or fish',
		argument: {kind: 'shell', usage: 'SHELL', choices: ['bash', 'zsh', 'fish']},
		flags: [],
		examples: [
			{line: 'eval "$(ci-tui completion bash)"', help: 'in ~/.bashrc'},
			{line: 'source <(ci-tui completion zsh)', help: 'in ~/.zshrc'},
			{line: 'ci-tui completion fish > ~/.config/fish/completions/ci-tui.fish', help: 'once'},
		],
	},
];

/** The flags of a command, its own before those that go everywhere; without a command, all. */
export function flagsOf(command: Command | undefined): readonly Flag[] {
	if (command === undefined) return flagTable;
	const names = [...command.flags, ...everywhere];
	return names.flatMap(name => flagTable.find(flag => flag.name === name) ?? []);
}
