import {enterLines, quote} from './script.js';

export interface ShellFilesRequest {
	readonly job: string;
	/** The folder for the files, absolute, in the place of the job. */
	readonly folder: string;
	readonly projectDir: string;
	readonly variables: Readonly<Record<string, string>>;
	/** `JobSpec.files`. */
	readonly files?: Readonly<Record<string, string>> | undefined;
	readonly history: readonly string[];
}

/** Files of a shell by their name. */
export interface ShellFiles {
	/** Puts a shell that reads it where the job is: its environment, its folder. */
	readonly enter: string;
	/** What an interactive bash reads first. */
	readonly bashrc: string;
	/** What another interactive shell reads first. */
	readonly shrc: string;
	/** Commands, one a line, for a shell that keeps them that way. */
	readonly history: string;
}

/** The files from which a shell learns to be the shell of a job; `environment`, which `enter` reads, is the place's to write. */
export function shellFiles({
	job,
	folder,
	projectDir,
	history,
}: Omit<ShellFilesRequest, 'variables' | 'files'>): ShellFiles {
	const enter = `. ${quote(`${folder}/environment`)}\ncd ${quote(projectDir)}\n`;
	const start = `. ${quote(`${folder}/enter`)}\n`;
	const name = job.replaceAll(/[^\p{L}\p{N} :./,()[\]+@=-]/gu, '_');
	const remember = history.map(command => `history -s -- ${quote(command)}\n`).join('');
	return {
		enter,
		bashrc: `${start}unset HISTFILE\nPS1=${quote(`(${name}) \\w \\$ `)}\n${remember}`,
		shrc: `${start}unset ENV\nPS1=${quote(`(${name}) $PWD $ `)}\n`,
		history: history
			.filter(command => !command.includes('\n'))
			.map(command => `${command}\n`)
			.join(''),
	};
}

/**
 * A script that writes these files as the job would write them, and what it finds in its environment beside the variables (what an
 * entrypoint has exported, say); `ready` is there when all are. It needs nothing but a shell.
 */
export function writeShellFiles(request: ShellFilesRequest): string {
	const {folder} = request;
	const write = (name: string, text: string) => `printf %s ${quote(text)} > ${quote(`${folder}/${name}`)}`;
	return [
		'umask 077',
		...enterLines(request),
		`export -p > ${quote(`${folder}/environment`)}`,
		...Object.entries(shellFiles(request)).map(([name, text]) => write(name, text)),
		write('ready', ''),
		'',
	].join('\n');
}

/** For `sh -c` with the folder of the files as `$0` and `terminal` or `pipe` as `$1`: becomes the shell, bash if there is one. */
export const becomeShell = `
for bash in /usr/local/bin/bash /usr/bin/bash /bin/bash ''; do
	if [ -x "$bash" ]; then break; fi
done
if [ "$1" = terminal ]; then
	if [ -n "$bash" ]; then exec "$bash" --rcfile "$0/bashrc" -i; fi
	ENV=$0/shrc HISTFILE=$0/history
	export ENV HISTFILE
	exec sh -i
fi
exec "\${bash:-sh}" -c '. "$0/enter" && exec "$1"' "$0" "\${bash:-sh}"
`.trim();
