import {spawn} from 'node:child_process';

/** Terminals refuse more than this, some by doing nothing. */
const most = 74_994;
const patienceMs = 2000;

/** The sequence that puts a text on the clipboard of the user's terminal, also over ssh (OSC 52); inside tmux passed through it. */
export function clipboardSequence(text: string, insideTmux: boolean): string {
	const encoded = Buffer.from(text.slice(0, most)).toString('base64');
	const sequence = `\u001B]52;c;${encoded}\u0007`;
	return insideTmux ? `${sequence}\u001BPtmux;\u001B${sequence}\u001B\\` : sequence;
}

/** Programs of this machine that may have a clipboard too. */
export function clipboardPrograms(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): readonly (readonly string[])[] {
	return [
		...(platform === 'darwin' ? [['pbcopy']] : []),
		...(env['WAYLAND_DISPLAY'] ? [['wl-copy']] : []),
		...(env['DISPLAY'] ? [['xclip', '-selection', 'clipboard']] : []),
		...(env['TMUX'] ? [['tmux', 'load-buffer', '-']] : []),
	];
}

/** Gives the text to the clipboard programs there are; answers the names of those that took it. */
export async function copyToPrograms(text: string, env: NodeJS.ProcessEnv): Promise<readonly string[]> {
	const programs = clipboardPrograms(env, process.platform);
	const taken = await Promise.all(programs.map(program => feed(program, text, env)));
	return programs.filter((_, index) => taken[index] === true).map(([name = '']) => name);
}

async function feed([name = '', ...args]: readonly string[], text: string, env: NodeJS.ProcessEnv): Promise<boolean> {
	return new Promise(resolve => {
		const child = spawn(name, args, {stdio: ['pipe', 'ignore', 'ignore'], env, timeout: patienceMs});
		child.on('error', () => resolve(false));
		child.on('exit', code => resolve(code === 0));
		// A program that does not read its input to the end has not taken it.
		child.stdin.on('error', () => {});
		child.stdin.end(text);
	});
}
