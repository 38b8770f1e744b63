import {expect, test} from 'vitest';
import {failureCard} from '../../../source/tui/components/failure-card.js';
import {rowText} from '../../../source/tui/text/row.js';
import {createTheme} from '../../../source/tui/theme.js';
import {aJob} from '../support/a-run.js';

const theme = createTheme({ascii: true, color: false});
const common = {impact: [], controllable: true, width: 40, paneHeight: 30, theme, details: {errors: []}};
const texts = (view: Parameters<typeof failureCard>[0]) => failureCard(view).map(row => rowText(row).trimEnd());

test('says which command failed, what it said, and which keys help', () => {
	const job = aJob('unit', 'Failed', {reason: {kind: 'script', exitCode: 1}});
	const command = {text: 'npm test\nnpm run more', number: 2, of: 3, exitCode: 1};
	const details = {command, errors: ['  Expected: 409']};
	expect(texts({...common, width: 70, job, details, impact: ['ship']})).toEqual([
		`${'-'.repeat(27)} why it failed ${'-'.repeat(28)}`,
		' exit 1 in command 2 of 3: npm test ~',
		' |   Expected: 409',
		' r retry, then ship   R retry all failed   Enter read the log',
	]);
});

test("shows an error of the runner's in full, for its end is often the hint", () => {
	const message = 'cannot pull alpine: the registry does not answer';
	const job = aJob('unit', 'Failed', {reason: {kind: 'runner', code: 'IMAGE_PULL_FAILED', message}});
	expect(texts({...common, job}).slice(1, 3)).toEqual([
		' runner error: cannot pull alpine: the',
		' registry does not answer',
	]);
});

test('is one row in a low pane, and offers no key in a run of the past', () => {
	const job = aJob('unit', 'Failed', {reason: {kind: 'timeout', ms: 60_000}});
	expect(texts({...common, job, paneHeight: 8})).toEqual([' timed out after 60s']);
	expect(texts({...common, job, controllable: false}).at(-1)).toBe(' timed out after 60s');
});

test('breaks the line of keys between the keys where there is no room, and cuts nothing', () => {
	const job = aJob('unit', 'Failed', {reason: {kind: 'script', exitCode: 1}});
	const impact = ['publish-packages', 'deploy-staging', 'deploy-production', 'smoke'];
	expect(texts({...common, job, impact}).slice(2)).toEqual([
		' r retry, then publish-packages,',
		'deploy-staging and 2 more',
		' R retry all failed',
		' Enter read the log',
	]);
});

test('names the tests that failed with their places, and says how many more there are', () => {
	const job = aJob('unit', 'Failed', {reason: {kind: 'script', exitCode: 1}});
	const tests = ['adds', 'takes', 'pays', 'ships', 'ends'].map((name, index) => ({
		suite: 'cart',
		name,
		message: '',
		...(index === 1 ? {place: {file: 'src/a-rather-long-name.ts', line: 7}} : {}),
	}));
	expect(texts({...common, job, controllable: false, details: {errors: ['a', 'b', 'c'], tests}}).slice(1)).toEqual([
		' exit 1',
		' 5 tests failed:',
		' X cart / adds',
		' X cart / ~ src/a-rather-long-name.ts:7',
		' X cart / pays',
		'   and 2 more: 3 shows them',
		' | a',
		' | b',
	]);
});
