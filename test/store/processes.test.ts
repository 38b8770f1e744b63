import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {readdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {build} from 'esbuild';
import {beforeAll, expect, onTestFinished, test} from 'vitest';
import {openStore} from '../../source/store/open-store.js';
import {temporaryFolder} from '../logs/temporary-folder.js';
import {aJob, aPlan} from './a-plan.js';

const plan = aPlan(aJob('compile', 'build'), aJob('unit', 'test'));
let bundle = '';

beforeAll(async () => {
	const result = await build({
		entryPoints: ['source/store/open-store.ts'],
		bundle: true,
		platform: 'node',
		format: 'esm',
		write: false,
		banner: {js: "import {createRequire} from 'node:module'; const require = createRequire(import.meta.url);"},
	});
	bundle = result.outputFiles[0]?.text ?? '';
});

/** A process of its own with `store` and `plan` at hand. */
async function aProcess(root: string, script: string): Promise<ChildProcess> {
	const folder = await temporaryFolder();
	await writeFile(join(folder, 'store.mjs'), bundle);
	await writeFile(
		join(folder, 'main.mjs'),
		`import {openStore} from './store.mjs';
		const plan = ${JSON.stringify(plan)};
		const store = await openStore(${JSON.stringify(root)});
		const at = new Date().toISOString();
		${script}`,
	);
	const child = spawn(process.execPath, [join(folder, 'main.mjs')], {stdio: ['pipe', 'pipe', 'inherit']});
	onTestFinished(() => void child.kill('SIGKILL'));
	return child;
}

async function output(child: ChildProcess): Promise<string> {
	let text = '';
	child.stdout?.on('data', chunk => {
		text += chunk;
	});
	await once(child, 'close');
	return text;
}

test('processes that start at once get numbers of their own, and no run is lost', async () => {
	const root = await temporaryFolder();
	const children = await Promise.all(
		Array.from({length: 8}, () =>
			aProcess(
				root,
				`for (let turn = 0; turn < 5; turn++) {
					const recorder = await store.startRun(plan, Date.now());
					recorder.record({type: 'run-started', at, run: recorder.run, pipeline: 'api', commit_hash: ''});
					recorder.record({type: 'run-finished', at, run: recorder.run, status: 'Success', reason: null});
					await recorder.close();
					console.log(recorder.run);
				}`,
			),
		),
	);
	const numbers = (await Promise.all(children.map(output))).join('').trim().split('\n').map(Number);
	const expected = Array.from({length: 40}, (_, index) => index + 1);
	expect(numbers.sort((a, b) => a - b)).toEqual(expected);
	const runs = await (await openStore(root)).runs();
	expect(runs.map(({run_number, status}) => [run_number, status])).toEqual(
		expected.reverse().map(run => [run, 'Success']),
	);
});

test('a run whose process was killed is settled at the next start, one that lives is left alone', async () => {
	const root = await temporaryFolder();
	const script = `const recorder = await store.startRun(plan, Date.now());
		recorder.record({type: 'run-started', at, run: recorder.run, pipeline: 'api', commit_hash: ''});
		recorder.record({type: 'job-started', at, job: 'compile', stage: 'build', attempt: 1});
		await recorder.flush();
		console.log('running');
		process.stdin.resume();`;
	const child = await aProcess(root, script);
	await once(child.stdout ?? child, 'data');
	const store = await openStore(root);
	expect(await store.settleInterrupted(Date.now())).toEqual([]);
	expect((await store.run(1))?.pipeline_execution.status).toBe('Running');
	expect(await store.removeRuns(0)).toEqual([]);

	child.kill('SIGKILL');
	await once(child, 'close');
	const at = Date.now();
	expect(await store.requestCancel(1)).toBe(false);
	expect(await store.settleInterrupted(at)).toEqual([1]);
	const document = await store.run(1);
	expect(document?.owner).toBeUndefined();
	expect(document?.pipeline_execution).toMatchObject({
		status: 'Canceled',
		reason_kind: 'interrupted',
		end_time: new Date(at).toISOString(),
	});
	expect(document?.job_executions.map(({name, status, reason_kind}) => [name, status, reason_kind])).toEqual([
		['compile', 'Canceled', 'interrupted'],
		['unit', 'Canceled', 'interrupted'],
	]);
	expect((await store.runs())[0]).toEqual(document?.pipeline_execution);
	expect(await store.settleInterrupted(at)).toEqual([]);
});

test('another process with the number of a dead one is not taken for it', async () => {
	const root = await temporaryFolder();
	const store = await openStore(root);
	const recorder = await store.startRun(plan, Date.now());
	await recorder.flush();
	const file = join(store.folder, 'runs/1/run.json');
	const document = JSON.parse(await readFile(file, 'utf8'));
	await writeFile(file, JSON.stringify({...document, owner: {pid: process.pid, started: 'long ago'}}));
	expect(await store.settleInterrupted(Date.now())).toEqual([1]);
});

test('what a process left that died while it wrote is swept up', async () => {
	const root = await temporaryFolder();
	const store = await openStore(root);
	await (await store.startRun(plan, Date.now())).close();
	await writeFile(join(store.folder, 'db.json.99999.tmp'), 'half');
	await store.settleInterrupted(Date.now());
	expect((await readdir(store.folder)).filter(name => name.endsWith('.tmp'))).toEqual([]);
});

test('a process killed at any moment leaves a store that opens with everything that had settled', async () => {
	const root = await temporaryFolder();
	const script = `for (;;) {
		const recorder = await store.startRun(plan, Date.now());
		const {run} = recorder;
		recorder.record({type: 'run-started', at, run, pipeline: 'api', commit_hash: ''});
		recorder.record({type: 'job-started', at, job: 'compile', stage: 'build', attempt: 1});
		await recorder.flush();
		recorder.record({type: 'run-finished', at, run, status: 'Success', reason: null});
		await recorder.flush();
		process.stdout.write(run + '\\n');
		await recorder.close();
	}`;
	let settled: readonly number[] = [];
	for (let round = 0; round < 8; round++) {
		const child = await aProcess(root, script);
		let text = '';
		await new Promise<void>(resolve => {
			child.stdout?.on('data', chunk => {
				text += chunk;
				// Each time at another place of what a run does.
				if (text.split('\n').length > 2) setTimeout(() => resolve(), round * 3);
			});
		});
		child.kill('SIGKILL');
		await once(child, 'close');
		settled = [...settled, ...text.split('\n').slice(0, -1).map(Number)];

		const store = await openStore(root);
		await store.settleInterrupted(Date.now());
		expect(store.mended).toEqual([]);
		const runs = await store.runs();
		const succeeded = new Set(runs.filter(({status}) => status === 'Success').map(({run_number}) => run_number));
		for (const run of settled) expect(succeeded).toContain(run);
		expect(runs.filter(({status}) => status !== 'Success' && status !== 'Canceled')).toEqual([]);
		expect(new Set(runs.map(({run_number}) => run_number)).size).toBe(runs.length);
		expect((await readdir(store.folder)).filter(name => name.endsWith('.tmp'))).toEqual([]);
	}
});
