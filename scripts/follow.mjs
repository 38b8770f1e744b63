/**
 * Runs a command in this one's place: same terminal, signals passed on, ends as it ends. Resolves with its exit code.
 * Written for Node 14 and later, as is whatever imports it.
 */
export async function follow(command, args, options) {
	const {spawn} = await import('node:child_process');
	const child = spawn(command, args, {stdio: 'inherit', ...options});
	const stop = passOnSignals(child);
	return new Promise((resolve, reject) => {
		child.on('error', error => {
			stop();
			reject(error);
		});
		child.on('exit', (code, signal) => {
			stop();
			if (signal) {
				process.kill(process.pid, signal);
			} else {
				resolve(code);
			}
		});
	});
}

function passOnSignals(child) {
	const hasTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
	const listeners = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'].map(signal => {
		// A terminal sends Ctrl+C to the child as well, and a second one would mean "at once".
		const listener = () => (signal === 'SIGINT' && hasTerminal ? undefined : child.kill(signal));
		process.on(signal, listener);
		return [signal, listener];
	});
	return () => {
		for (const [signal, listener] of listeners) {
			process.removeListener(signal, listener);
		}
	};
}
