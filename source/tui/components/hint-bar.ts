import {keyText} from '../keys/key-text.js';
import type {Binding} from '../keys/keymap.js';
import {type Row, rowWidth, span, spread} from '../text/row.js';
import type {Theme} from '../theme.js';

/** The keys worth knowing now, as many as fit: whole hints fall off, the least important first, and help never. */
export function hintBar(bindings: readonly Binding[], width: number, theme: Theme): Row {
	const ranked = bindings
		.filter(binding => binding.footer !== undefined && binding.command !== 'help')
		.sort((a, b) => (a.footer ?? 0) - (b.footer ?? 0));
	const help: Row = [span('?', {bold: true}), span(' help ')];
	const shown: Row[] = [];
	let room = width - rowWidth(help) - 2;
	for (const binding of ranked) {
		const hint = hintOf(binding, theme);
		if (rowWidth(hint) > room) {
			break;
		}

		shown.push(hint);
		room -= rowWidth(hint);
	}

	return spread([span(' '), ...shown.flat()], help, width, theme.symbols.ellipsis);
}

function hintOf({keys, label}: Binding, theme: Theme): Row {
	return [span(keyText(keys[0] ?? '', theme.ascii), {bold: true}), span(` ${label}   `, {dim: true})];
}
