import {expect, test} from 'vitest';
import {marginOf} from '../../../source/tui/components/log-margin.js';
import {logRows} from '../../../source/tui/components/log-rows.js';
import type {LogSnapshot} from '../../../source/tui/state/log-view.js';
import {rowText} from '../../../source/tui/text/row.js';
import {createTheme} from '../../../source/tui/theme.js';
import {MemoryLog} from '../support/memory-log.js';

const theme = createTheme({ascii: true, color: false});
const common = {times: 'off' as const, numbers: false, startedAt: 0, theme};

function snapshotOf({lines, commands}: MemoryLog): LogSnapshot {
	return {
		lines,
		timeBefore: undefined,
		place: 0,
		shown: lines.length,
		total: lines.length,
		follow: false,
		unseen: 0,
		offset: 0,
		commands,
		folds: [],
		search: undefined,
		only: undefined,
		cursor: {mark: undefined, selection: undefined, bookmarks: []},
		ready: true,
	} as unknown as LogSnapshot;
}

test('a word like failed marks a line only where something failed', () => {
	const log = new MemoryLog()
		.command('curl status', {exitCode: 0, ms: 1})
		.print('status failed', 'error: a shape that only tools print')
		.command('npm test', {exitCode: 1, ms: 1})
		.print('the upload has failed')
		.command('notify', {exitCode: 0, ms: 1})
		.print('job status failed');
	const snapshot = snapshotOf(log);
	const marks = log.lines.map((line, index) => rowText(marginOf(line, index, {...common, snapshot})).trim());
	expect(marks).toEqual(['', '', 'E', '', 'E', '', '']);
});

test('a long command wraps like any line, its end beside its first row', () => {
	const log = new MemoryLog().command(`echo ${'abcdefgh '.repeat(6)}end`, {exitCode: 0, ms: 1000});
	const rows = (wrap: boolean) =>
		logRows({...common, snapshot: snapshotOf(log), width: 40, height: 10, wrap}).map(({row}) => rowText(row).trimEnd());
	expect(rows(false)).toHaveLength(1);
	expect(rows(true).length).toBeGreaterThan(1);
	expect(rows(true).at(-1)).toMatch(/end$/u);
});
