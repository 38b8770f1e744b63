import {randomBytes} from 'node:crypto';
import {type Mark, markFormat} from './marks.js';

export interface ScriptRequest {
	readonly commands: readonly string[];
	/** The index of the first command in the job; undefined for commands that are not announced. */
	readonly firstIndex: number | undefined;
	readonly variables: Readonly<Record<string, string>>;
	/** Variables that are paths of files, with what is in them. */
	readonly files?: Readonly<Record<string, string>> | undefined;
	readonly projectDir: string;
}

export interface Script {
	/** To be read by a shell from its stdin. Holds secrets: the tokens, and the values of variables. */
	readonly text: string;
	readonly tokens: ReadonlyMap<string, Mark>;
}

/** A token for one mark. */
export function newToken(): string {
	return randomBytes(16).toString('hex');
}

/**
 * The script of a job's commands as GitLab Runner's shells run it: variables exported, in the project's folder, `errexit` and (where
 * the shell has it) `pipefail` set, all commands in one `eval` that the shell has read whole before the first one runs, their stdin
 * empty. A construct may go over several commands of the list. Before each command a mark goes to file descriptor 8.
 */
export function writeScript({commands, firstIndex, variables, files = {}, projectDir}: ScriptRequest): Script {
	const tokens = new Map<string, Mark>();
	const body: string[] = [];
	for (const [offset, command] of commands.entries()) {
		if (firstIndex !== undefined) {
			const token = newToken();
			tokens.set(token, {kind: 'command', index: firstIndex + offset});
			body.push(markLine(token));
		}

		body.push(command);
	}

	const lines = [
		...enterLines({variables, files, projectDir}),
		'(set -o pipefail) 2>/dev/null && set -o pipefail',
		'set -o errexit; set +o noclobber',
		...(variables['CI_DEBUG_TRACE'] === 'true' ? ['set -o xtrace'] : []),
		`eval ${quote(`${body.join('\n')}\n`)} </dev/null`,
		'',
	];
	return {text: lines.join('\n'), tokens};
}

/** Lines that bring a shell to where commands of the job run: with its variables and their files, in the project's folder. */
export function enterLines({
	variables,
	files = {},
	projectDir,
}: Pick<ScriptRequest, 'variables' | 'files' | 'projectDir'>): readonly string[] {
	return [...exportLines(variables), ...fileLines(files, projectDir), `cd ${quote(projectDir)} || exit 1`];
}

/** A word that the shell reads as exactly this text. */
export function quote(text: string): string {
	return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Hidden from `set -x`, unharmed by a job that closes the descriptor, and the next command finds `$?` at 0, as in GitLab. */
function markLine(token: string): string {
	return `{ command printf '${markFormat}' ${token} "$?" >&8 || :; } 2>/dev/null`;
}

function exportLines(variables: Readonly<Record<string, string>>): readonly string[] {
	return Object.entries(variables)
		.filter(([name]) => isExportable(name))
		.map(([name, value]) => `export ${name}=${quote(value.replaceAll('\0', ''))}`);
}

/** The files lie beside the project, as GitLab Runner has them, for their owner alone; where that is not to be written, elsewhere. */
function fileLines(files: Readonly<Record<string, string>>, projectDir: string): readonly string[] {
	const named = Object.entries(files).filter(([name]) => isExportable(name));
	if (named.length === 0) return [];
	return [
		`ci_tui_files=${quote(`${projectDir}.tmp`)}`,
		'{ mkdir -p "$ci_tui_files" && [ -w "$ci_tui_files" ]; } 2>/dev/null || ci_tui_files=$(mktemp -d)',
		...named.flatMap(([name, content]) => [
			`(umask 077; printf %s ${quote(content.replaceAll('\0', ''))} >"$ci_tui_files/${name}")`,
			`export ${name}="$ci_tui_files/${name}"`,
		]),
		'unset ci_tui_files',
	];
}

/** Other names are possible in an environment, but no shell can set them; some are a shell's own and read-only. */
function isExportable(name: string): boolean {
	return /^[A-Za-z_]\w*$/.test(name) && !readOnly.has(name);
}

const readOnly = new Set(['BASHOPTS', 'BASH_VERSINFO', 'EUID', 'GROUPS', 'PPID', 'SHELLOPTS', 'UID', '_']);
