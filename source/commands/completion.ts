import {CiError} from '../errors.js';
import {didYouMean} from '../model/nearest-name.js';
import {bashCompletion, fishCompletion, zshCompletion} from './completion-scripts.js';

const scripts: Readonly<Record<string, () => string>> = {
	bash: bashCompletion,
	zsh: zshCompletion,
	fish: fishCompletion,
};

export interface CompletionDependencies {
	readonly out: {write(text: string): unknown};
	/** Names of the newest run's jobs. */
	jobs(): Promise<readonly string[]>;
}

/**
 * Prints the completion script of a shell, made from the command table; throws a CiError (exit code 2) for another shell. The scripts
 * themselves ask for `jobs`: one name a line, nothing where none is known.
 */
export async function completion({out, jobs}: CompletionDependencies, shell: string | undefined): Promise<number> {
	if (shell === 'jobs') {
		const names = await jobs().catch(() => []);
		out.write(names.map(name => `${name}\n`).join(''));
		return 0;
	}

	const script = shell === undefined ? undefined : scripts[shell];
	if (script === undefined) {
		const known = Object.keys(scripts);
		const message = shell === undefined ? 'completion for which shell?' : `there is no completion for "${shell}"`;
		const nearest = shell === undefined ? undefined : didYouMean(shell, known);
		throw new CiError('SHELL_UNKNOWN', message, {hint: nearest ?? `there is: ${known.join(', ')}`, exitCode: 2});
	}

	out.write(script());
	return 0;
}
