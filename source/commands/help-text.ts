import {type Command, commandTable, everywhere, type Flag, flagsOf, flagTable} from './command-rows.js';

/** What `--help` prints: about one command, or, without one that is known, about all. */
export function helpText(name?: string): string {
	const command = commandTable.find(command => command.name === name);
	return command === undefined ? generalHelp() : commandHelp(command);
}

function generalHelp(): string {
	return page([
		['Run a GitLab CI pipeline on your own machine and watch it live in the terminal.'],
		[
			'Usage',
			...columns([
				['ci-tui', 'the terminal UI on this repository: the plan, past runs, run with one key'],
				...commandTable.map(command => [usage(command), command.summary] as const),
			]),
		],
		['Everywhere', ...flagRows(flagTable.filter(flag => everywhere.includes(flag.name)))],
		['Where it applies', ...flagRows(flagTable.filter(flag => !everywhere.includes(flag.name)))],
		[
			'Exit codes',
			...columns([
				['0', 'success'],
				['1', 'the pipeline failed'],
				['2', 'the pipeline file or the command line is wrong'],
				['3', 'the runner could not do its work'],
				['130', 'canceled'],
			]),
		],
		['Examples', ...examples(commandTable.flatMap(command => command.examples.slice(0, 1)))],
		['NO_COLOR and FORCE_COLOR are respected. `ci-tui COMMAND --help` says more about a command.'],
	]);
}

function commandHelp(command: Command): string {
	return page([
		[`${usage(command)}: ${command.summary}`],
		...(command.flags.length > 0
			? [['Options', ...flagRows(flagsOf({...command, flags: command.flags}).filter(isOwn))]]
			: []),
		['Everywhere', ...flagRows(flagTable.filter(flag => !isOwn(flag)))],
		['Examples', ...examples(command.examples)],
	]);
}

function isOwn(flag: Flag): boolean {
	return !everywhere.includes(flag.name);
}

function usage({name, argument}: Command): string {
	return ['ci-tui', name, argument?.usage].filter(Boolean).join(' ');
}

function flagRows(flags: readonly Flag[]): readonly string[] {
	return columns(
		flags.map(({name, short, value, choices, repeatable, help}) => [
			`${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${choices?.join('|') ?? value}`}`,
			`${help}${repeatable ? ' (repeatable)' : ''}`,
		]),
	);
}

function examples(rows: Command['examples']): readonly string[] {
	return columns(rows.map(({line, help}) => [line, help]));
}

/** The first column as wide as its widest cell, within reason: a wider one has its text below. */
function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
	const width = Math.min(34, Math.max(...rows.map(([first]) => first.length)));
	return rows.flatMap(([first, second]) =>
		first.length > width
			? [`  ${first}`, `  ${' '.repeat(width)}  ${second}`]
			: [`  ${first.padEnd(width)}  ${second}`],
	);
}

function page(paragraphs: readonly (readonly string[])[]): string {
	return `${paragraphs.map(lines => lines.join('\n')).join('\n\n')}\n`;
}
