import type {Dirent} from 'node:fs';
import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import ignore, {type Ignore} from 'ignore';

/** Every file and link below a folder, relative to it; links are not followed. A folder that vanishes meanwhile is empty. */
export async function walk(folder: string): Promise<readonly string[]> {
	return await walkFolder(folder, '', () => false);
}

/** The same without what the `.gitignore` files say, each for its own folder and those below it, as git reads them. */
export async function walkHonoringIgnore(folder: string): Promise<readonly string[]> {
	const rules = new Map<string, Ignore>();
	return await walkFolder(folder, '', isIgnored, async (name, file) => {
		rules.set(name, ignore().add(await readFile(file, 'utf8')));
	});

	function isIgnored(name: string): boolean {
		if (name === '.git/' || name.endsWith('/.git/')) {
			return true;
		}

		let ignored = false;
		for (const [place, rule] of rules) {
			if (name.startsWith(place)) {
				const verdict = rule.test(name.slice(place.length));
				ignored = verdict.ignored || (ignored && !verdict.unignored);
			}
		}

		return ignored;
	}
}

async function walkFolder(
	root: string,
	prefix: string,
	isIgnored: (name: string) => boolean,
	onIgnoreFile?: (prefix: string, file: string) => Promise<void>,
): Promise<string[]> {
	const entries = await readEntries(path.join(root, prefix));
	if (onIgnoreFile !== undefined && entries.some(entry => entry.name === '.gitignore' && entry.isFile())) {
		await onIgnoreFile(prefix, path.join(root, prefix, '.gitignore'));
	}

	const names: string[] = [];
	for (const entry of entries) {
		const name = prefix + entry.name;
		if (entry.isDirectory()) {
			if (!isIgnored(`${name}/`)) {
				for (const inner of await walkFolder(root, `${name}/`, isIgnored, onIgnoreFile)) {
					names.push(inner);
				}
			}
		} else if ((entry.isFile() || entry.isSymbolicLink()) && !isIgnored(name)) {
			names.push(name);
		}
	}

	return names;
}

async function readEntries(folder: string): Promise<readonly Dirent[]> {
	try {
		return await readdir(folder, {withFileTypes: true});
	} catch (error) {
		if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
			return [];
		}

		throw error;
	}
}
