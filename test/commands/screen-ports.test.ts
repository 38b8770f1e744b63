import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {openPastRun} from '../../source/commands/screen-ports.js';
import type {RunHandle} from '../../source/engine/run-handle.js';
import {createLogStore} from '../../source/logs/log-store.js';
import {openStore} from '../../source/store/open-store.js';
import {aLiveRun} from '../engine/a-live-run.js';
import {aJob, aPlan} from '../scheduler/a-run.js';
import {aTrigger, starting} from '../tui/support/a-child-run.js';
import {openTui} from '../tui/support/terminal.js';

/** A run whose trigger job failed as its child did, and whose child passed when it was retried; stored. */
async function aStoredRun() {
	const root = await mkdtemp(join(tmpdir(), 'ci-tui-past-'));
	onTestFinished(() => rm(root, {recursive: true, force: true}));
	const store = await openStore(root);
	const jobs = [aJob('compile', {stage: 'build'}), aTrigger('sub')];
	const plan = aPlan(jobs, ['build', 'test']);
	const parent = await store.startRun(plan, Date.now());
	const children: RunHandle[] = [];
	for (const exitCode of [3, 4]) {
		const inner = [aJob('unit', {stage: 'check'})];
		const childPlan = {...aPlan(inner), pipeline: {...plan.pipeline, name: 'demo/sub'}};
		const recorder = await store.startRun(childPlan, Date.now(), {run: parent.run, job: 'sub'});
		const failing = {unit: {output: [`exits ${exitCode}\n`], outcome: {kind: 'failed', exitCode}}} as const;
		children.push((await aLiveRun(inner, failing, {recorder, plan: childPlan})).handle);
	}

	const {handle} = await aLiveRun(jobs, {}, {recorder: parent, plan, children: starting(children)});
	await handle.settled();
	handle.send({type: 'retry-failed'});
	await handle.settled();
	await handle.close();
	const context = {
		store,
		adapters: {createLogStore: async () => createLogStore(), listArchive: async () => []},
		concurrency: 1,
		plan: async () => plan,
	};
	return {run: parent.run, context};
}

test('a run of the past has the child pipelines it had started, each with its attempt', async () => {
	const {run, context} = await aStoredRun();
	const past = await openPastRun(run, context);
	expect(past?.getState().children).toMatchObject([
		{job: 'sub', attempt: 1, run: 2, pipeline: 'demo/sub', state: {status: 'Failed'}},
		{job: 'sub', attempt: 2, run: 3, pipeline: 'demo/sub', state: {status: 'Failed'}},
	]);
	expect(past?.childRun?.(3)?.logFile('unit', 1)).toMatch(/runs\/3\/unit\.1\.log$/u);
	expect(past?.childRun?.(4)).toBeUndefined();
});

test('the child of a run of the past is a tree in it, with its logs', async () => {
	const {run, context} = await aStoredRun();
	const past = await openPastRun(run, context);
	const terminal = openTui({...(past && {run: past}), columns: 140});
	const screen = await terminal.waitFor(/✘ sub ↻2 {2}#3[\s\S]*✘ unit {2}exit 4/u);
	expect(screen.find(line => line.includes('❯'))).toContain('unit');
	await terminal.waitFor('exits 4');
	terminal.press('q');
	await terminal.result;
});
