import {spawn} from 'node:child_process';
import {basename} from 'node:path';

/** A place to open in an editor. */
export interface Place {
	readonly file: string;
	readonly line?: number;
	readonly column?: number;
}

/** A program with its arguments, given to the user's shell so that `$EDITOR` may have arguments of its own. */
export interface Program {
	readonly argv: readonly string[];
	readonly env: NodeJS.ProcessEnv;
}

/** `$VISUAL` or `$EDITOR` at a place, as the editors people use want to be told of one. */
export function editorProgram(place: Place, env: NodeJS.ProcessEnv): Program {
	const editor = env['VISUAL'] || env['EDITOR'] || 'vi';
	return {argv: throughShell(editor, editorArguments(editor, place)), env};
}

/** `$PAGER` on a file, colours as they are. */
export function pagerProgram(file: string, env: NodeJS.ProcessEnv): Program {
	return {argv: throughShell(env['PAGER'] || 'less', [file]), env: {...env, LESS: env['LESS'] ?? 'R'}};
}

/** Runs it on this process's own terminal. */
export async function runHere([name = '', ...args]: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
	return new Promise((resolve, reject) => {
		const child = spawn(name, args, {stdio: 'inherit', env});
		child.on('error', reject);
		child.on('exit', code => resolve(code ?? 1));
	});
}

function throughShell(command: string, args: readonly string[]): readonly string[] {
	return ['sh', '-c', `${command} "$@"`, 'sh', ...args];
}

function editorArguments(editor: string, {file, line, column}: Place): readonly string[] {
	if (line === undefined) {
		return [file];
	}

	const [program = ''] = editor.trim().split(/\s+/u);
	const name = basename(program);
	const at = `${file}:${line}${column === undefined ? '' : `:${column}`}`;
	if (/^(?:code|codium|cursor|windsurf|positron)(?:-insiders)?$/u.test(name)) {
		return ['--wait', '--goto', at];
	}

	return /^(?:hx|helix|subl|zed|micro)$/u.test(name) ? [at] : [`+${line}`, file];
}
