import {execFileSync, spawnSync} from 'node:child_process';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {commandTable, flagsOf, flagTable, helpText} from '../../source/commands/command-table.js';
import {completion} from '../../source/commands/completion.js';
import {temporaryFolder} from '../logs/temporary-folder.js';

async function scriptOf(shell: string): Promise<string> {
	let text = '';
	await completion({out: {write: more => (text += more)}, jobs: async () => []}, shell);
	return text;
}

/** What bash offers after these words; the last one is being typed. */
async function offered(...words: readonly string[]): Promise<readonly string[]> {
	const folder = await temporaryFolder();
	await writeFile(join(folder, 'completion.bash'), await scriptOf('bash'));
	const script =
		'source ./completion.bash; ci-tui() { printf "unit\\nunit: [a, b]\\ntest:e2e\\n"; }; COMP_WORDS=(ci-tui "$@"); COMP_CWORD=$#; _ci_tui; printf "%s\\n" "${COMPREPLY[@]}"';
	const output = execFileSync('bash', ['-c', `mkdir -p .ci-tui/runs/41 .ci-tui/runs/42; ${script}`, 'bash', ...words], {
		cwd: folder,
		encoding: 'utf8',
	});
	return output.trim().split('\n').filter(Boolean);
}

test('bash completes commands, flags, choices, run numbers and shells', async () => {
	expect(await offered('re')).toEqual(['report', 'retry']);
	expect(await offered('run', '--con')).toEqual(['--concurrency']);
	expect(await offered('report', '--con')).toEqual([]);
	expect(await offered('run', '--ui', 'p')).toEqual(['plain']);
	expect(await offered('--cwd', 'x', 'cancel', '4')).toEqual(['41', '42']);
	expect(await offered('report', '--run', '')).toEqual(['41', '42']);
	expect(await offered('completion', '')).toEqual(expect.arrayContaining(['bash', 'zsh', 'fish']));
});

test('bash completes the names of jobs, as a shell reads them', async () => {
	expect(await offered('shell', 'u')).toEqual(['unit', 'unit:\\ \\[a\\,\\ b\\]']);
	expect(await offered('report', '--job', 'te')).toEqual(['test:e2e']);
	expect(await offered('run', '--executor', '')).not.toContain('unit');
});

test('names of jobs are printed one a line, none where they are not known', async () => {
	let text = '';
	const out = {write: (more: string) => (text += more)};
	expect(await completion({out, jobs: async () => ['a', 'b: [c, d]']}, 'jobs')).toBe(0);
	expect(text).toBe('a\nb: [c, d]\n');
	expect(await completion({out, jobs: async () => Promise.reject(new Error('no store'))}, 'jobs')).toBe(0);
});

test.each(['zsh', 'fish'])(
	'the script for %s names every command and flag, and that shell reads it where there is one',
	async shell => {
		const script = await scriptOf(shell);
		for (const {name} of commandTable) expect(script).toContain(name);
		for (const {name} of flagTable) expect(script).toMatch(new RegExp(`(--|-l )${name}\\b`));
		const file = join(await temporaryFolder(), 'completion');
		await writeFile(file, script);
		const check = spawnSync(shell, ['-n', file], {encoding: 'utf8'});
		if (check.error === undefined) expect([check.status, check.stderr]).toEqual([0, '']);
	},
);

test('a shell that is not known is an error that names those that are', async () => {
	await expect(scriptOf('bahs')).rejects.toMatchObject({exitCode: 2, hint: 'did you mean "bash"?'});
	await expect(completion({out: {write: () => {}}, jobs: async () => []}, undefined)).rejects.toMatchObject({
		hint: 'there is: bash, zsh, fish',
	});
});

test('every flag that a command names exists, and is told somewhere', () => {
	const known = flagTable.map(({name}) => name);
	for (const command of commandTable) for (const flag of command.flags) expect(known).toContain(flag);
	for (const flag of known) expect(helpText()).toContain(`--${flag}`);
	for (const command of commandTable) {
		expect(helpText()).toContain(command.summary);
		const help = helpText(command.name);
		expect(help).toContain(command.summary);
		for (const flag of flagsOf(command)) expect(help).toContain(`--${flag.name}`);
		for (const {line} of command.examples) expect(help).toContain(line);
	}
});

test('no line of the help is longer than a terminal is wide', () => {
	for (const text of [helpText(), ...commandTable.map(({name}) => helpText(name))]) {
		for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(110);
	}
});
