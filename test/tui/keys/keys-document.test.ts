import {readFile} from 'node:fs/promises';
import {expect, test} from 'vitest';
import {keysDocument, withKeys} from '../../../source/tui/keys/keys-document.js';

test('docs/keys.md says what the keymap says (node scripts/keys.mjs writes it)', async () => {
	expect(await readFile(new URL('../../../docs/keys.md', import.meta.url), 'utf8')).toBe(keysDocument());
});

test('the keys in README.md are those of the keymap', async () => {
	const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');
	expect(readme).toBe(withKeys(readme));
	expect(readme).toContain('| `r` | run the job again');
});
