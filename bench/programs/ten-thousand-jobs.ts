import {parse} from 'yaml';
import {systemClock} from '../../source/engine/clock.js';
import {startRun} from '../../source/engine/start-run.js';
import {FakeExecutor} from '../../source/executor/fake.js';
import type {LogStore} from '../../source/logs/log.js';
import {planPipeline} from '../../source/planner/plan-pipeline.js';
import type {RunRecorder} from '../../source/store/store.js';
import {aContext, load} from '../../test/config/a-context.js';

// Reads, plans and runs 10,000 jobs that do nothing, kept nowhere; prints how long each part took in ms.
const count = 10_000;
const text = pipelineText();
const times: Record<string, number> = {};

clocked('yaml', () => parse(text, {uniqueKeys: false, maxAliasCount: -1}));
const context = aContext();
const {definition, diagnostics} = clocked('read', () => load(text, {}, context));
if (definition === undefined) {
	throw new Error(JSON.stringify(diagnostics[0]));
}

const {plan} = clocked('plan', () => planPipeline(definition, context));
if (plan === undefined) {
	throw new Error('there is no plan');
}

const executor = new FakeExecutor();
const opened = await executor.open({} as never);
if (!opened.ok) {
	throw opened.error;
}

const begin = performance.now();
const handle = startRun({
	plan,
	session: opened.value,
	recorder: aRecorder(),
	logs: noLogs(),
	clock: systemClock,
	concurrency: 8,
	executor: {name: 'fake'},
} as Parameters<typeof startRun>[0]);
const {status} = await handle.settled();
times['run'] = performance.now() - begin;
await handle.close();
if (status !== 'Success') {
	throw new Error(`the run ended as ${status}`);
}

process.stdout.write(JSON.stringify(times));

/** Ten stages of a thousand jobs, of which each needs one of the stage before. */
function pipelineText(): string {
	const stages = Array.from({length: 10}, (_, index) => `stage${index}`);
	const lines = Array.from({length: count}, (_, index) => {
		const stage = Math.floor(index / 1000);
		const needs = stage === 0 ? '' : `\n  needs: [job-${index - 1000}]`;
		return `job-${index}:\n  stage: stage${stage}\n  script: [echo ${index}]${needs}\n`;
	});
	return `stages: [${stages.join(', ')}]\n${lines.join('')}`;
}

function clocked<T>(name: string, work: () => T): T {
	const start = performance.now();
	const made = work();
	times[name] = performance.now() - start;
	return made;
}

function aRecorder(): RunRecorder {
	return {
		run: 1,
		id: 'run',
		logFile: (job: string, attempt: number) => `${job}.${attempt}.log`,
		artifactFile: (job: string, attempt: number) => `${job}.${attempt}.tar`,
		executionId: (job: string, attempt: number) => `${job}.${attempt}`,
		record() {},
		async flush() {},
		async close() {},
		onCancelRequested: () => () => {},
	} as unknown as RunRecorder;
}

function noLogs(): LogStore {
	const writer = {write() {}, notice() {}, commandStarted() {}, commandFinished() {}, async close() {}};
	return {create: async () => writer, open: () => ({}) as never};
}
