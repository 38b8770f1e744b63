import type {Duplex} from 'node:stream';
import {setTimeout as pause} from 'node:timers/promises';
import type Docker from 'dockerode';
import {CiError} from '../../errors.js';
import type {Outcome} from '../../model/outcome.js';
import type {FileChoice, Notice, Place} from '../place.js';
import {newToken} from '../script.js';
import {attach} from './attach.js';
import {collectFiles} from './collect-files.js';
import {contentOf} from './demultiplexer.js';
import {engineError, failureOf} from './engine-error.js';
import {runWords} from './supervisor.js';

export interface ContainerFacts {
	readonly container: Docker.Container;
	/** For messages. */
	readonly image: string;
	readonly projectDir: string;
	readonly workspaceFiles: readonly string[];
	/** Whether the engine limits its memory: then a job may be killed for it and still say 0. */
	readonly hasMemoryLimit: boolean;
}

/** How long the supervisor may take to answer. */
const answerMs = 5000;
/** How often orphans that have ended are reaped. */
const reapMs = 2000;

/** A job's container, started, its supervisor waiting for words. */
export class JobContainer implements Place {
	readonly projectDir: string;
	readonly output: AsyncIterable<Buffer>;
	readonly #facts: ContainerFacts;
	readonly #stream: Duplex;
	readonly #reaper: NodeJS.Timeout;
	#isOver = false;
	readonly #ended: Promise<void>;
	#isReleased = false;
	#isEmpty = false;

	private constructor(facts: ContainerFacts, stream: Duplex) {
		this.#facts = facts;
		this.#stream = stream;
		this.projectDir = facts.projectDir;
		this.output = this.#content();
		this.#ended = new Promise(resolve => {
			stream.once('end', resolve).once('close', resolve);
		});
		stream.on('error', () => {
			// Reading ends with it, and the verdict says what became of the container.
		});
		this.#reaper = setInterval(() => this.#say('reap\n'), reapMs);
	}

	/** Attaches, then starts: in this order no byte of its output is lost. Rejects with a CiError. */
	static async start(facts: ContainerFacts): Promise<JobContainer> {
		const {container, image} = facts;
		const stream = await attach(container);
		try {
			await container.start();
		} catch (error) {
			stream.destroy();
			throw startError(image, error);
		}

		return new JobContainer(facts, stream);
	}

	execute(text: string, endToken: string): void {
		this.#isEmpty = false;
		this.#say(runWords(text, endToken));
	}

	/** Runs a script beside the job's, of which nobody hears. */
	executeQuietly(text: string): void {
		this.#isEmpty = false;
		this.#say(runWords(text, newToken(), 'do'));
	}

	/** Whether its supervisor takes words. */
	get isOpen(): boolean {
		return !this.#isOver && this.#stream.writable;
	}

	signal(name: 'TERM' | 'KILL'): void {
		this.#say(`${name.toLowerCase()}\n`);
	}

	async isEmpty(answer: (token: string) => Promise<number | undefined>): Promise<boolean> {
		const token = newToken();
		const answered = answer(token);
		this.#say(`left ${token}\n`);
		const code = await Promise.race([answered, pause(answerMs, 1, {ref: false})]);
		this.#isEmpty = code === undefined || code === 0;
		return this.#isEmpty;
	}

	async verdict(ended: Outcome | undefined): Promise<Outcome> {
		const {hasMemoryLimit} = this.#facts;
		if (ended !== undefined && !hasMemoryLimit && !(ended.kind === 'failed' && ended.exitCode === 137)) {
			return ended;
		}

		try {
			const {ExitCode, OOMKilled} = await this.#finalState();
			const exitCode = ended?.kind === 'failed' ? ended.exitCode : ended?.kind === 'success' ? 0 : ExitCode;
			return OOMKilled ? {kind: 'out-of-memory', exitCode} : (ended ?? this.#unexpectedEnd(ExitCode));
		} catch (error) {
			return ended ?? {kind: 'errored', error: engineError(error, 'say what became of the container')};
		}
	}

	async saveFiles(choice: FileChoice, file: string, notice: Notice, signal: AbortSignal): Promise<CiError | undefined> {
		const {container, workspaceFiles} = this.#facts;
		return await collectFiles({container, choice, file, notice, signal, projectDir: this.projectDir, workspaceFiles});
	}

	/** Nothing is given on any more; what is left of the job ends. */
	release(): void {
		clearInterval(this.#reaper);
		this.#isReleased = true;
		this.#say('exit 0\n');
		this.#isOver = true;
	}

	/** Resolves when nothing of the job runs any more, which may be before the container has ended. */
	get gone(): Promise<void> {
		return this.#isEmpty ? Promise.resolve() : this.#ended;
	}

	/** Cuts the connection. */
	close(): void {
		clearInterval(this.#reaper);
		this.#stream.destroy();
	}

	/** Read to its end, by which the end of the container is known. */
	async *#content(): AsyncGenerator<Buffer> {
		for await (const content of contentOf(this.#stream)) {
			if (!this.#isReleased) {
				yield content;
			}
		}
	}

	#say(words: string): void {
		if (this.#stream.writable) {
			this.#stream.write(words);
		}
	}

	/** The engine knows of memory only once the container has ended. */
	async #finalState(): Promise<Docker.ContainerInspectInfo['State']> {
		const {container} = this.#facts;
		this.#say('exit 0\n');
		this.#isOver = true;
		await Promise.race([container.wait(), pause(answerMs, undefined, {ref: false})]);
		return (await container.inspect()).State;
	}

	#unexpectedEnd(exitCode: number): Outcome {
		const {image} = this.#facts;
		return {
			kind: 'errored',
			error: new CiError(
				'CONTAINER_ENDED',
				`the container of ${image} ended before the job's script did (exit code ${exitCode}).`,
				{
					hint:
						'Either somebody removed or stopped it, or the entrypoint of the image does not run the command it is given: ' +
						"then write image: {name: …, entrypoint: ['']}",
				},
			),
		};
	}
}

function startError(image: string, error: unknown): CiError {
	const {message} = failureOf(error);
	if (/executable file not found|no such file or directory|stat sh/i.test(message) && /\bsh\b/.test(message)) {
		return new CiError('IMAGE_NO_SHELL', `the image ${image} has no shell, so no script can run in it.`, {
			hint: 'Jobs need at least sh: take a variant of the image that has one (…-debug, …-alpine).',
			cause: error,
		});
	}

	return engineError(error, `start a container of ${image}`);
}
