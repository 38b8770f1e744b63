import {isSteering} from '../keys/disabled.js';
import {keyText} from '../keys/key-text.js';
import {type Binding, bindingOf, bindingsIn, type Place, type Scope} from '../keys/keymap.js';
import {type Row, rowWidth, span} from '../text/row.js';
import type {Theme} from '../theme.js';
import type {DialogView} from './dialog-rows.js';
import {legend} from './legend.js';

export interface HelpInput {
	readonly scope: Scope;
	/** A run of the past is shown: what changes a run does nothing. */
	readonly past: boolean;
	readonly size: {readonly columns: number; readonly rows: number};
	readonly theme: Theme;
}

export interface HelpView extends HelpInput {
	/** First row shown, where not all fit. */
	readonly top: number;
}

const titles: Readonly<Record<Place, string>> = {
	home: 'keys',
	run: 'anywhere in a run',
	tree: 'keys in the tree',
	log: 'keys in the log',
	tab: 'keys in this tab',
	page: 'in the views 2 to 5',
	timeline: 'keys in the timeline',
	tests: 'keys in the tests',
	history: 'keys in the history',
	graph: 'keys in the graph',
};

/** The keys of a place and what the glyphs mean: in two columns where there is room, else to be scrolled. */
export function helpView(view: HelpView): DialogView {
	const {scope, top, theme} = view;
	const {rows, room} = fitted(view);
	const title = titles[scope[0] ?? 'home'];
	if (rows.length <= room) {
		return {title, rows};
	}

	const first = Math.min(Math.max(0, top), helpEnd(view));
	const shown = rows.slice(first, first + room - 1);
	const more = rows.length - first - shown.length;
	const below = more === 0 ? 'the end' : `${theme.symbols.down} ${more} more below (j, G)`;
	return {
		title: `${title}: ${first + 1}-${first + shown.length} of ${rows.length}, j k g G scroll, Esc closes`,
		rows: [...shown, [span(below, more === 0 ? {dim: true} : {color: 'yellow'})]],
	};
}

/** The last row that the help can be scrolled to. */
export function helpEnd(input: HelpInput): number {
	const {rows, room} = fitted(input);
	return rows.length <= room ? 0 : rows.length - room + 1;
}

/** All rows, beside each other where that makes them fit. */
function fitted(input: HelpInput): {readonly rows: readonly Row[]; readonly room: number} {
	const {size, theme} = input;
	const all = [...keyRows(input), [heading('signs')], ...legend(theme, 60)];
	const room = Math.max(2, size.rows - 2);
	const widest = Math.max(...all.map(rowWidth));
	const beside = all.length > room && all.length <= room * 2 && size.columns >= widest * 2 + 8;
	return {rows: beside ? inTwoColumns(all, widest) : all, room};
}

/** The keys of each place under its name, those that change the run by themselves. */
function keyRows({scope, past, theme}: HelpInput): readonly Row[] {
	const bindings = bindingsIn(scope).filter(
		binding => binding.keys.some(key => bindingOf(key, scope) === binding) && !(past && isSteering(binding.command)),
	);
	const groups = Map.groupBy(bindings, binding => groupOf(binding, scope));
	return [...scope.map(place => titles[place]), theRun]
		.sort((a, b) => rank(a, scope) - rank(b, scope))
		.flatMap((group): readonly Row[] => {
			const rows = groups.get(group) ?? [];
			return rows.length === 0 ? [] : [[heading(group)], ...rows.map(binding => keyRow(binding, theme)), []];
		});
}

const theRun = 'this run';

function groupOf({command, where}: Binding, scope: Scope): string {
	const place = scope.find(one => where.includes(one)) ?? 'run';
	return isSteering(command) && place === 'run' ? theRun : titles[place];
}

/** What changes the run comes after the keys of the pane. */
function rank(group: string, scope: Scope): number {
	return group === theRun ? scope.length - 1.5 : scope.findIndex(place => titles[place] === group);
}

function keyRow({keys, help}: Binding, theme: Theme): Row {
	const names = keys.map(key => keyText(key, theme.ascii)).join(' ');
	return [span(names.padEnd(18), {bold: true, color: 'cyan'}), span(help)];
}

function heading(text: string) {
	return span(text, {bold: true});
}

function inTwoColumns(rows: readonly Row[], width: number): readonly Row[] {
	const half = Math.ceil(rows.length / 2);
	return rows.slice(0, half).map((left, index): Row => {
		const right = rows[index + half] ?? [];
		return [...left, span(' '.repeat(width - rowWidth(left) + 4)), ...right];
	});
}
