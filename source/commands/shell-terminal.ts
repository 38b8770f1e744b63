import type {ShellTerminal} from '../executor/executor.js';
import type {Io} from './adapters.js';

const clearLine = '\r\u001b[K';

/** This process's terminal, or its pipes, for a shell; what goes on before is told on stderr. */
export function shellTerminal(
	given: Pick<ShellTerminal, 'greeting' | 'history' | 'stop'>,
	{stdin, stdout, stderr, interactive, env}: Pick<Io, 'stdin' | 'stdout' | 'stderr' | 'interactive' | 'env'>,
): ShellTerminal {
	let told = '';
	return {
		...given,
		greeting: interactive ? `${clearLine}${given.greeting}` : given.greeting,
		isInteractive: interactive,
		input: stdin,
		output: stdout,
		errors: stderr,
		kind: env['TERM'],
		progress(text) {
			// Numbers that go up are for a terminal, where one line replaces the other.
			const what = text.replace(/: \d+ of .*$/, '');
			if (interactive) stderr.write(`${clearLine}${text.slice(0, Math.max(10, (stdout.columns ?? 80) - 1))}`);
			else if (what !== told) stderr.write(`${what}\n`);
			told = what;
		},
	};
}
