import {keyText} from './key-text.js';
import {type Binding, keymap, type Place} from './keymap.js';

const sections: readonly (readonly [Place, string])[] = [
	['home', 'Home: the plan and past runs'],
	['run', 'A run, in either pane'],
	['tree', 'In the tree of jobs'],
	['log', 'In the log'],
	['tab', 'In another tab of the right pane'],
	['page', 'In the views 2 to 5'],
	['timeline', 'In the timeline (2)'],
	['tests', 'In the tests (3)'],
	['history', 'In the history (4)'],
];

/** `docs/keys.md`, made from the keymap so that it cannot be wrong. */
export function keysDocument(): string {
	const parts = sections.map(([place, title]) => {
		const rows = keymap.filter(({where}) => where.includes(place)).map(row);
		return `## ${title}\n\n| keys | what they do |\n|---|---|\n${rows.join('\n')}\n`;
	});
	return `# Keys\n\nMade from the keymap by \`node scripts/keys.mjs\`. \`?\` shows the same on screen, for the pane you are in.\n\n${parts.join('\n')}`;
}

function row({keys, help}: Binding): string {
	const names = keys.map(key => `\`${keyText(key)}\``).join(' ');
	return `| ${names} | ${help.replaceAll('|', '\\|')} |`;
}
