/** A git remote without the project's own path: `https://host/`, `git@host:`, `ssh://git@host:22/`; undefined when it is a local path. */
export function serverOf(remote: string): string | undefined {
	return /^(?:[a-z][a-z0-9+.-]*:\/\/[^/]+\/|[^/\s]+@[^/:\s]+:)/i.exec(remote)?.[0];
}

/** The host of a server's address, without user and port. */
export function hostOf(server: string): string {
	return server
		.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
		.replace(/^[^@/]*@/, '')
		.replace(/[:/].*$/, '');
}

/** Where a project of another host is cloned from, without the user's credentials. */
export function publicAddress(host: string, project: string): string {
	return `https://${host}/${project}.git`;
}
