import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {reportJson} from '../../source/report/json.js';
import {reportPlain} from '../../source/report/plain.js';
import {reportQuiet} from '../../source/report/quiet.js';
import {aJob, aPlan} from '../store/a-plan.js';
import {aJobState, aRunOf, finished, jobTable, log, started} from './a-run.js';

const plan = aPlan(aJob('compile', 'build'), aJob('unit'), aJob('lint'));

function anOutput(color = false, ascii = false) {
	let text = '';
	return {
		color,
		ascii,
		write(more: string) {
			text += more;
		},
		lines: () => text.split('\n').slice(0, -1),
		text: () => text,
	};
}

beforeEach(() => {
	vi.useFakeTimers({now: 0, toFake: ['setInterval', 'clearInterval', 'Date', 'performance']});
});

afterEach(() => {
	vi.useRealTimers();
});

test('plain output names the job before each line and tells how it ended', () => {
	const output = anOutput();
	const run = aRunOf(plan);
	const reader = reportPlain(run, output);
	run.tell(
		started('compile'),
		log('compile', '$ make'),
		log('compile', '\u001b[31mred\u001b[0m'),
		finished('compile', {status: 'Failed', reason: 'exit 1', reason_kind: 'script', will_retry: true}),
		started('compile', 2),
		finished('compile', {attempt: 2, duration_ms: 62_000}),
		finished('unit', {status: 'Failed', reason: 'exit 3', reason_kind: 'script', allow_failure: true}),
		finished('lint', {
			attempt: 0,
			status: 'Canceled',
			reason: 'skipped: unit failed',
			reason_kind: 'skipped',
			duration_ms: null,
		}),
	);
	reader.close();
	expect(output.lines()).toEqual([
		'ci-tui #142  api  main@3f2c1a9  3 jobs in 2 stages  docker',
		'[compile] ● started',
		'[compile] $ make',
		'[compile] red',
		'[compile] ✘ failed, exit 1  12s  is tried again',
		'[compile] ● started, attempt 2',
		'[compile] ✔ passed on retry  1:02',
		'[unit]    ! failed (allowed), exit 3  12s',
		'[lint]    ⊘ skipped: unit failed',
	]);
});

test('colours come only when they may, and ASCII is enough when it must', () => {
	const colored = anOutput(true);
	const run = aRunOf(plan);
	reportPlain(run, colored);
	const ascii = anOutput(false, true);
	reportPlain(run, ascii);
	run.tell(log('unit', '\u001b[31mred\u001b[0m'), finished('unit'));
	expect(colored.text()).toContain('\u001b[31mred\u001b[0m');
	expect(colored.text()).toContain('\u001b[32m✔\u001b[0m');
	expect(ascii.text()).toMatch(/^[\x20-\x7e\n]*$/);
	expect(ascii.lines().at(-1)).toBe('[unit]    + passed  12s');
});

test('jobs that print at once are printed one after the other, and none of their lines is lost', () => {
	const output = anOutput();
	const run = aRunOf(plan);
	const reader = reportPlain(run, output);
	run.tell(log('unit', 'u1'), log('lint', 'l1'), log('unit', 'u2'), log('lint', 'l2'));
	expect(output.lines().slice(1)).toEqual(['[unit]    u1', '[unit]    u2']);
	vi.advanceTimersByTime(1250);
	expect(output.lines().slice(3)).toEqual(['[lint]    l1', '[lint]    l2']);
	run.tell(log('unit', 'u3'));
	reader.close();
	expect(output.lines().at(-1)).toBe('[unit]    u3');
	run.tell(log('unit', 'late'));
	expect(output.text()).not.toContain('late');
});

test('a long silence is broken by what still runs', () => {
	const output = anOutput();
	const run = aRunOf(plan, {state: {jobs: jobTable([aJobState('unit', {status: 'Running'}), aJobState('lint')])}});
	reportPlain(run, output);
	vi.advanceTimersByTime(29_000);
	expect(output.lines().length).toBe(1);
	vi.advanceTimersByTime(2000);
	expect(output.lines().at(-1)).toBe('still running: unit 30s');
});

test('JSON output is one event a line, as it is', () => {
	const output = anOutput();
	const run = aRunOf(plan);
	const reader = reportJson(run, output);
	const events = [started('unit'), log('unit', 'text with \u001b[31mcolour and "quotes"'), finished('unit')];
	run.tell(...events);
	reader.close();
	run.tell(started('unit'));
	expect(output.lines().map(line => JSON.parse(line))).toEqual(events);
});

test('quiet output has failures alone, and not those that are allowed or tried again', () => {
	const output = anOutput();
	const run = aRunOf(plan);
	reportQuiet(run, output);
	const failure = {status: 'Failed', reason: 'exit 1', reason_kind: 'script'} as const;
	run.tell(
		started('unit'),
		log('unit', 'text'),
		finished('unit', {...failure, will_retry: true}),
		finished('unit', {...failure, attempt: 2}),
		finished('lint', {...failure, allow_failure: true}),
		finished('compile'),
	);
	expect(output.lines()).toEqual(['✘ unit failed, exit 1  12s']);
});
