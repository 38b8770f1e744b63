import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {root} from './toolchain.mjs';

/** The licences of the packages that a bundle holds, as their authors ask for. */
export async function noticesOf(metafile) {
	const folders = Object.keys(metafile.inputs).map(
		file => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0],
	);
	const unique = [...new Set(folders.filter(Boolean))].sort();
	return (await Promise.all(unique.map(folder => noticeOf(join(root, folder))))).join(`\n${'-'.repeat(80)}\n\n`);
}

async function noticeOf(folder) {
	const {name, version, license} = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
	const file = (await readdir(folder)).find(entry => /^(licen[cs]e|copying)/i.test(entry));
	const text = file ? await readFile(join(folder, file), 'utf8') : `License: ${license}\n`;
	return `${name} ${version}\n\n${text}`;
}
