import {loadavg} from 'node:os';
import {parseArgs} from 'node:util';
import {asMarkdown, asTable, type Row} from './rows.ts';
import {findTools, type Tools} from './tools.ts';

/**
 * What ci-tui costs beyond the commands themselves, each against what a user would run instead, both sides in turns in the same
 * minutes. Usage: npm run bench -- [--only NAME]… [--rounds N] [--markdown]
 */
const {values} = parseArgs({
	options: {
		only: {type: 'string', multiple: true, default: []},
		rounds: {type: 'string', default: '5'},
		markdown: {type: 'boolean', default: false},
	},
});

export type Measurement = (tools: Tools) => Promise<readonly Row[]>;

/** In the order of the table; each is loaded when it is run. */
const measurements: Readonly<Record<string, () => Promise<Measurement>>> = {
	start: async () => (await import('./measurements/start.ts')).measureStart,
	sequence: async () => (await import('./measurements/many-jobs.ts')).measureSequence,
	parallel: async () => (await import('./measurements/many-jobs.ts')).measureParallel,
	dependent: async () => (await import('./measurements/dependent.ts')).measureDependent,
	workspace: async () => (await import('./measurements/workspace.ts')).measureWorkspace,
	log: async () => (await import('./measurements/log.ts')).measureLog,
	scheduler: async () => (await import('./measurements/scheduler.ts')).measureScheduler,
	history: async () => (await import('./measurements/history.ts')).measureHistory,
	screen: async () => (await import('./measurements/screen.ts')).measureScreen,
};

const names = values.only.length === 0 ? Object.keys(measurements) : values.only;
const tools = await findTools(Number(values.rounds));
const rows: Row[] = [];
for (const name of names) {
	const load = measurements[name];
	if (load === undefined) {
		process.stderr.write(`There is no measurement "${name}"; there are: ${Object.keys(measurements).join(', ')}\n`);
		process.exit(2);
	}

	process.stderr.write(`${name} (load ${loadavg()[0]?.toFixed(1)})…\n`);
	try {
		const measure = await load();
		rows.push(...(await measure(tools)));
	} catch (error) {
		rows.push({what: name, missing: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)});
	}
}

process.stdout.write(`${values.markdown ? asMarkdown(rows) : asTable(rows)}\n`);
