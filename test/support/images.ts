import type Docker from 'dockerode';
import {bashRoot, busyboxRoot, noShellRoot, serverRoot} from './root-files.js';
import {type Entry, packed} from './tar.js';

/** Raise it when what goes into an image changes: images made by another recipe are made anew. */
const recipe = '2';

type Recipe = {
	readonly entries: () => Promise<readonly Entry[]>;
	readonly changes: readonly string[];
	/** What to pull and use instead on a machine whose own files cannot make the image. */
	readonly instead: string;
};

/** The images that tests may name; all are made by {@link prepareImages}, without a registry. */
export const image = {
	/** BusyBox with every applet; no bash, no git. */
	busybox: 'ci-tui-test/busybox:latest',
	/** The same, run as the user `app` (1000). */
	nonroot: 'ci-tui-test/nonroot:latest',
	/** The same, with an entrypoint that prints `entrypoint ran` and then runs what it is given. */
	entrypoint: 'ci-tui-test/entrypoint:latest',
	/** bash, coreutils, grep, sed, awk, find, tar and git, from this machine's own files. */
	bash: 'ci-tui-test/bash:latest',
	/** One static program, `/true`, and nothing else: no shell. */
	noshell: 'ci-tui-test/noshell:latest',
	/** BusyBox, serving `hello from $NAME` on port 8080, which it exposes, after `$DELAY` seconds. */
	service: 'ci-tui-test/service:latest',
	/** One static program that serves `hello` on port 8080, which it exposes, and nothing else: no shell. */
	server: 'ci-tui-test/server:latest',
} as const;

const path = 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

const serve =
	'mkdir /www; echo "hello from $NAME" >/www/index.html; echo starting; sleep "${DELAY:-0}"; echo serving; ' +
	'exec httpd -f -p 8080 -h /www';

const recipes: Readonly<Record<string, Recipe>> = {
	[image.busybox]: {entries: busyboxRoot, changes: [path, 'CMD ["sh"]'], instead: 'busybox:latest'},
	[image.nonroot]: {
		entries: busyboxRoot,
		changes: [path, 'CMD ["sh"]', 'USER app', 'ENV HOME=/home/app'],
		instead: 'busybox:latest',
	},
	[image.entrypoint]: {
		entries: busyboxRoot,
		changes: [path, 'ENTRYPOINT ["/bin/entrypoint"]', 'CMD ["sh"]'],
		instead: 'busybox:latest',
	},
	[image.bash]: {entries: bashRoot, changes: [path, 'CMD ["bash"]'], instead: 'buildpack-deps:stable-scm'},
	[image.service]: {
		entries: busyboxRoot,
		changes: [path, 'EXPOSE 8080', 'EXPOSE 9999', `CMD ${JSON.stringify(['sh', '-c', serve])}`],
		instead: 'busybox:latest',
	},
	[image.server]: {
		entries: serverRoot,
		changes: ['EXPOSE 8080', 'CMD ["/httpd", "-f", "-p", "8080", "-h", "/www"]'],
		instead: 'busybox:latest',
	},
	[image.noshell]: {entries: noShellRoot, changes: ['CMD ["/true"]'], instead: 'hello-world:latest'},
};

/** Makes the images that are missing or made by an older recipe; a second or two when all of them are. */
export async function prepareImages(docker: Docker): Promise<void> {
	for (const [name, {entries, changes, instead}] of Object.entries(recipes)) {
		if (await isMade(docker, name)) {
			continue;
		}

		try {
			await importRoot(docker, name, await entries(), changes);
		} catch (error) {
			await pullInstead(docker, name, instead, error);
		}
	}
}

async function isMade(docker: Docker, name: string): Promise<boolean> {
	try {
		const {Config} = await docker.getImage(name).inspect();
		return Config.Labels?.['ci-tui-test.recipe'] === recipe;
	} catch {
		// Not there, or not readable: making it says what is wrong.
		return false;
	}
}

async function importRoot(
	docker: Docker,
	name: string,
	entries: readonly Entry[],
	changes: readonly string[],
): Promise<void> {
	const [repo, tag] = name.split(':');
	const progress = await docker.importImage(packed(entries), {
		repo,
		tag,
		changes: [...changes, `LABEL ci-tui-test.recipe=${recipe}`],
	});
	await finished(docker, progress);
}

async function pullInstead(docker: Docker, name: string, instead: string, cause: unknown): Promise<void> {
	try {
		await finished(docker, await docker.pull(instead));
		const [repo, tag] = name.split(':');
		await docker.getImage(instead).tag({repo: repo ?? name, tag: tag ?? 'latest'});
	} catch {
		throw new Error(
			`The test image ${name} cannot be made from this machine's files, nor ${instead} pulled. ` +
				'On Debian: apt-get install busybox-static bash git',
			{cause},
		);
	}
}

async function finished(docker: Docker, progress: NodeJS.ReadableStream): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		docker.modem.followProgress(progress, error => (error ? reject(error) : resolve()));
	});
}
