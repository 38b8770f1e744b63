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
	const parts = sections.map(([place, title]) => `## ${title}\n\n${table(place)}`);
	return `# Keys\n\nMade from the keymap by \`node scripts/keys.mjs\`. \`?\` shows the same on screen, for the pane you are in.\n\n${parts.join('\n')}`;
}

/** The text of README.md with the keys of a run between its marks. */
export function withKeys(readme: string): string {
	const [before = '', rest = ''] = readme.split('<!-- keys -->', 2);
	const [, after = ''] = rest.split('<!-- /keys -->', 2);
	const all = 'In a run; `?` shows those of the pane you are in, and [docs/keys.md](docs/keys.md) has all.';
	return `${before}<!-- keys -->\n${all}\n\n${table('run')}<!-- /keys -->${after}`;
}

function table(place: Place): string {
	const rows = keymap.filter(({where}) => where.includes(place)).map(row);
	return `| keys | what they do |\n|---|---|\n${rows.join('\n')}\n`;
}

function row({keys, help}: Binding): string {
	const names = keys.map(key => `\`${keyText(key)}\``).join(' ');
	return `| ${names} | ${help.replaceAll('|', '\\|')} |`;
}
