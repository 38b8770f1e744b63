import {readFile} from 'node:fs/promises';
import {expect, test} from 'vitest';
import {keysDocument} from '../../../source/tui/keys/keys-document.js';

test('docs/keys.md says what the keymap says (node scripts/keys.mjs writes it)', async () => {
	expect(await readFile(new URL('../../../docs/keys.md', import.meta.url), 'utf8')).toBe(keysDocument());
});
