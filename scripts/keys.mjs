// Writes docs/keys.md, and the keys in README.md, from the keymap of the terminal UI.
import {mkdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {build} from 'esbuild';
import {root} from './toolchain.mjs';

const {outputFiles} = await build({
	absWorkingDir: root,
	entryPoints: ['source/tui/keys/keys-document.ts'],
	bundle: true,
	format: 'esm',
	write: false,
});
const code = Buffer.from(outputFiles[0].contents).toString('base64');
const {keysDocument, withKeys} = await import(`data:text/javascript;base64,${code}`);
await mkdir(join(root, 'docs'), {recursive: true});
await writeFile(join(root, 'docs', 'keys.md'), keysDocument());

const readme = join(root, 'README.md');
await writeFile(readme, withKeys(await readFile(readme, 'utf8')));
