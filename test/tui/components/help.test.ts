import {expect, test} from 'vitest';
import {helpEnd, helpView} from '../../../source/tui/components/help.js';
import {hintBar} from '../../../source/tui/components/hint-bar.js';
import {bindingsIn} from '../../../source/tui/keys/keymap.js';
import {rowText} from '../../../source/tui/text/row.js';
import {createTheme} from '../../../source/tui/theme.js';

const theme = createTheme({ascii: false, color: false});
const input = {scope: ['tree', 'run'] as const, past: false, size: {columns: 80, rows: 24}, theme};
const texts = (view: Parameters<typeof helpView>[0]) => helpView(view).rows.map(rowText);

test('the help says how much is below, and its end is its end', () => {
	expect(helpView({...input, top: 0}).rows).toHaveLength(22);
	expect(texts({...input, top: 0}).at(-1)).toMatch(/^▼ \d+ more below/u);
	expect(helpView({...input, top: 0}).title).toMatch(/1-21 of \d+/u);
	expect(texts({...input, top: helpEnd(input)}).at(-1)).toBe('the end');
	expect(texts({...input, top: helpEnd(input) + 100})).toEqual(texts({...input, top: helpEnd(input)}));
});

test('the help has its keys under what they are for, and of a past run only those that work', () => {
	const size = {columns: 80, rows: 200};
	const all = texts({...input, size, top: 0});
	const headings = ['keys in the tree', 'this run', 'anywhere in a run', 'signs'];
	expect(all.filter(text => headings.includes(text))).toEqual(headings);
	expect(texts({...input, size, past: true, top: 0})).not.toContain('this run');
});

test('where there is little room the footer still tells how to leave and how to filter', () => {
	const text = rowText(hintBar(bindingsIn(['tree', 'run']), 100, theme));
	expect(text).toContain('q quit');
	expect(text).toContain('/ filter');
});
