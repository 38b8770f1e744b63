import type {Duplex} from 'node:stream';
import {setTimeout as pause} from 'node:timers/promises';
import type Docker from 'dockerode';
import {attach} from './attach.js';
import {contentOf} from './demultiplexer.js';
import type {Labels} from './labels.js';
import type {Removal} from './removal.js';

export interface SandboxSpec {
	readonly docker: Docker;
	readonly removal: Removal;
	readonly labels: Labels;
	/** Any that the engine has and that has a shell. */
	readonly image: string;
}

/** How long a sandbox may take to answer. */
const answerMs = 5000;

/**
 * What containers of one network share are these files; a job may write in them as in everything of its own, and the next one has to
 * find them as they were. A line is written when that is done, the first one when it is known how they are. Ends with its stdin.
 */
const keeper = `
content() { while IFS= read -r line || [ -n "$line" ]; do printf '%s\\n' "$line"; done <"$1"; }
hosts=$(content /etc/hosts)
resolv=$(content /etc/resolv.conf)
hostname=$(content /etc/hostname)
echo
while read -r word; do
	[ "$word" = restore ] || continue
	printf '%s\\n' "$hosts" >/etc/hosts
	printf '%s\\n' "$resolv" >/etc/resolv.conf
	printf '%s\\n' "$hostname" >/etc/hostname
	echo
done 2>/dev/null
`.trim();

/**
 * A container that does nothing but keep a network for jobs to join one after the other, as a Kubernetes pod's does: making the
 * network is most of what the start of a container takes.
 */
export class Sandbox {
	/** For `HostConfig`. */
	readonly networkMode: string;
	readonly #container: Docker.Container;
	readonly #removal: Removal;
	readonly #stream: Duplex;
	readonly #answers: AsyncIterator<unknown>;
	#removed: Promise<void> | undefined;

	private constructor({removal}: SandboxSpec, container: Docker.Container, stream: Duplex) {
		this.networkMode = `container:${container.id}`;
		this.#container = container;
		this.#removal = removal;
		this.#stream = stream;
		this.#answers = contentOf(stream)[Symbol.asyncIterator]();
		stream.on('error', () => {
			// There comes no answer then.
		});
	}

	/** Rejects when there can be none, having removed what was made of it. */
	static async start(spec: SandboxSpec): Promise<Sandbox> {
		const {docker, removal, labels, image} = spec;
		const container = await docker.createContainer({
			Image: image,
			Entrypoint: ['sh', '-c', keeper],
			Cmd: [],
			User: '0',
			Labels: {...labels, 'ci-tui.sandbox': 'true'},
			OpenStdin: true,
			StdinOnce: true,
			AttachStdin: true,
			AttachStdout: true,
			HostConfig: {LogConfig: {Type: 'none', Config: {}}},
		});
		try {
			const sandbox = new Sandbox(spec, container, await attach(container));
			await container.start();
			if (!(await sandbox.#answer())) {
				throw new Error('the sandbox does not answer');
			}

			return sandbox;
		} catch (error) {
			void removal.start(() => removal.attempt(() => container.remove({force: true, v: true})));
			throw error;
		}
	}

	/** Makes it as it was before the last job. False when it cannot be used any more. */
	async restore(): Promise<boolean> {
		if (this.#removed !== undefined || !this.#stream.writable) {
			return false;
		}

		this.#stream.write('restore\n');
		return await this.#answer();
	}

	/** In the background; jobs that are in its network keep it. */
	remove(): Promise<void> {
		this.#removed ??= this.#removal.start(async () => {
			this.#stream.end();
			await this.#removal.attempt(() => this.#container.remove({force: true, v: true}));
			this.#stream.destroy();
		});
		return this.#removed;
	}

	async #answer(): Promise<boolean> {
		const read = async (): Promise<boolean> => {
			try {
				return (await this.#answers.next()).done !== true;
			} catch {
				return false;
			}
		};
		return await Promise.race([read(), pause(answerMs, false, {ref: false})]);
	}
}
