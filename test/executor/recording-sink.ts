import type {JobSink} from '../../source/executor/executor.js';
import type {JobPhase} from '../../source/model/run-state.js';

/** What an attempt told, in order: text of the job, and everything else as one line each in angle brackets. */
export class RecordingSink implements JobSink {
	readonly chunks: Buffer[] = [];
	readonly told: string[] = [];
	readonly phases: JobPhase[] = [];
	readonly notices: string[] = [];
	readonly progressed: string[] = [];
	readonly commands: {readonly index: number; readonly text: string; exitCode?: number}[] = [];
	readonly #waiting = new Set<() => void>();

	/** All the job wrote. */
	get output(): string {
		return Buffer.concat(this.chunks).toString('utf8');
	}

	/** Output and marks in their order, the marks as `<0` and `0:exit code>`. */
	get transcript(): string {
		return this.told.join('');
	}

	write(chunk: Buffer): void {
		// A sink must not rely on the buffer afterwards.
		this.chunks.push(Buffer.from(chunk));
		this.#tell(chunk.toString('utf8'));
	}

	notice(text: string, level = 'info'): void {
		this.notices.push(`${level}: ${text}`);
		this.#tell('');
	}

	phase(phase: JobPhase): void {
		this.phases.push(phase);
		this.#tell('');
	}

	commandStarted(index: number, text: string): void {
		this.commands.push({index, text});
		this.#tell(`<${index}`);
	}

	commandFinished(index: number, exitCode: number): void {
		const command = this.commands.find(one => one.index === index);
		if (command !== undefined) {
			command.exitCode = exitCode;
		}

		this.#tell(`${index}:${exitCode}>`);
	}

	progress(text: string): void {
		this.progressed.push(text);
	}

	/** Resolves once the output so far fits; rejects after a minute. */
	async until(wanted: RegExp): Promise<void> {
		await this.#until(wanted, () => this.output);
	}

	/** The same for what the runner itself has said. */
	async untilNotice(wanted: RegExp): Promise<void> {
		await this.#until(wanted, () => this.notices.join('\n'));
	}

	/** The same for the phase it is in. */
	async untilPhase(wanted: JobPhase): Promise<void> {
		await this.#until(new RegExp(wanted), () => this.phases.join('\n'));
	}

	async #until(wanted: RegExp, text: () => string): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			const look = () => {
				if (wanted.test(text())) {
					this.#waiting.delete(look);
					clearTimeout(timer);
					resolve();
				}
			};
			const timer = setTimeout(() => reject(new Error(`no ${wanted} in: ${text()}`)), 60_000);
			this.#waiting.add(look);
			look();
		});
	}

	#tell(text: string): void {
		this.told.push(text);
		for (const look of this.#waiting) {
			look();
		}
	}
}
