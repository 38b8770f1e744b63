const passedOn = ['PATH', 'HOME', 'USER', 'LOGNAME', 'LANG', 'LC_ALL', 'TERM', 'SHELL', 'TMPDIR', 'SSH_AUTH_SOCK'];

/** What of this process's environment a job on this host gets: what a login gives everybody, and none of our own settings. */
export function hostEnvironment(env: NodeJS.ProcessEnv = process.env): Readonly<Record<string, string>> {
	return Object.fromEntries(
		passedOn.flatMap(name => {
			const value = env[name];
			return value === undefined ? [] : [[name, value]];
		}),
	);
}
