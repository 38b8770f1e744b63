import {randomUUID} from 'node:crypto';
import {cpSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import type {Measurement} from '../index.ts';
import {compare, time} from '../measure.ts';
import {independent, withProject} from '../project.ts';
import {node, program} from '../tools.ts';

const runs = 10_000;

/** Past runs listed: one real run, copied with numbers and ids of its own. */
export const measureHistory: Measurement = async ({rounds}) =>
	withProject(independent(3, 'true'), async cwd => {
		await time(node, [program, 'run', '--executor', 'shell', '--ui', 'quiet'], {cwd});
		const database = copyRun(cwd);
		const parse = `JSON.parse(require('fs').readFileSync(${JSON.stringify(database)}))`;
		const bare = () => time(node, ['-e', parse]);
		const list = await compare(() => time(node, [program, 'report'], {cwd}), bare, rounds);
		const json = await compare(() => time(node, [program, 'report', '--json'], {cwd}), bare, rounds);
		const against = 'node, parsing db.json';
		return [
			{what: '10,000 past runs: report', ...list, unit: 'ms', against},
			{what: '10,000 past runs: report --json', ...json, unit: 'ms', against},
		];
	});

interface Execution {
	readonly id: string;
	readonly run_number: number;
}

/** Answers where `db.json` is. */
function copyRun(root: string): string {
	const state = path.join(root, '.ci-tui');
	const file = path.join(state, 'db.json');
	const database = JSON.parse(readFileSync(file, 'utf8')) as {pipeline_executions: Execution[]; last_run: number};
	const [first] = database.pipeline_executions;
	if (first === undefined) {
		throw new Error('the run that is to be copied is not in db.json');
	}

	const document = readFileSync(path.join(state, 'runs', '1', 'run.json'), 'utf8');
	for (let run = 2; run <= runs; run++) {
		const execution = {...first, id: randomUUID(), run_number: run};
		database.pipeline_executions.push(execution);
		const folder = path.join(state, 'runs', `${run}`);
		cpSync(path.join(state, 'runs', '1', 'definition.json'), path.join(folder, 'definition.json'));
		const copy = document.replaceAll(first.id, execution.id).replace(/"run_number": ?1\b/, `"run_number": ${run}`);
		writeFileSync(path.join(folder, 'run.json'), copy);
	}

	database.last_run = runs;
	writeFileSync(file, JSON.stringify(database, null, 2));
	return file;
}
