import {CiError} from '../errors.js';
import type {JobSink, JobSpec, Session} from '../executor/executor.js';
import type {LogStore, LogWriter} from '../logs/log.js';
import {textMask} from '../model/mask-text.js';
import type {Outcome} from '../model/outcome.js';
import type {JobPhase} from '../model/run-state.js';
import {asCiError} from './as-ci-error.js';

/** What an attempt needs from outside and tells while it runs. */
export interface AttemptPorts {
	readonly session: Pick<Session, 'run'>;
	readonly logs: LogStore;
	/** Values that are never shown. */
	readonly masked: readonly string[];
	/** Where its log goes; may throw. */
	logFile(): string;
	/** Whether `line` shall be told of a line that is printed now. */
	wantsLine(): boolean;
	line(text: string): void;
	phase(phase: JobPhase): void;
	progress(text: string, fraction?: number): void;
	/** Why what a job that passed has left cannot be used, while its log is still open. */
	check?(spec: JobSpec): Promise<CiError | undefined>;
}

/** One attempt on its way: `stop` asked once sends the job SIGTERM, asked again kills it. */
export interface RunningAttempt {
	stop(timedOut: boolean): void;
	/** Never rejects; the log is on the disk when it resolves. */
	readonly outcome: Promise<Outcome>;
}

/** Runs one attempt with a log of its own. `spec` may take its time: it looks for artifacts. */
export function runAttempt(ports: AttemptPorts, spec: () => Promise<JobSpec>): RunningAttempt {
	const stop = new AbortController();
	const kill = new AbortController();
	return {
		stop(timedOut) {
			if (stop.signal.aborted) kill.abort();
			else stop.abort(timedOut ? new DOMException('the job has had its time', 'TimeoutError') : undefined);
		},
		outcome: outcomeOf(ports, spec, stop, kill).then(outcome => withoutSecrets(outcome, ports.masked)),
	};
}

async function outcomeOf(
	ports: AttemptPorts,
	spec: () => Promise<JobSpec>,
	stop: AbortController,
	kill: AbortController,
): Promise<Outcome> {
	let log: LogWriter | undefined;
	let lost: unknown;
	const lose = (error: unknown): void => {
		lost ??= error;
		stop.abort();
		kill.abort();
	};

	let outcome: Outcome;
	try {
		log = await ports.logs.create(ports.logFile(), {
			masked: ports.masked,
			onLine: line => ports.line(line.text),
			wantsLine: () => ports.wantsLine(),
		});
		const sink = sinkTo(log, ports, lose);
		const job = await spec();
		outcome = stop.signal.aborted
			? {kind: 'canceled'}
			: await ports.session.run(job, sink, {stop: stop.signal, kill: kill.signal});
		const refused = outcome.kind === 'success' ? await ports.check?.(job) : undefined;
		if (refused !== undefined) outcome = {kind: 'errored', error: refused};
		if (outcome.kind === 'errored') explain(sink, outcome.error);
	} catch (error) {
		outcome = {kind: 'errored', error: asCiError(error)};
	}

	try {
		await log?.close();
	} catch (error) {
		lose(error);
	}

	// A job whose log was lost has not been watched to its end, whatever it says of itself.
	return lost === undefined ? outcome : {kind: 'errored', error: asCiError(lost)};
}

/** An error may name an image, or a path, that has the value of a variable in it. */
function withoutSecrets(outcome: Outcome, masked: readonly string[]): Outcome {
	if (outcome.kind !== 'errored' || masked.length === 0) return outcome;
	const {code, message, hint, detail, position, cause, exitCode} = outcome.error;
	const mask = textMask(masked);
	const details = {hint: hint && mask(hint), detail: detail && mask(detail), position, cause, exitCode};
	return {kind: 'errored', error: new CiError(code, mask(message), details)};
}

/** What the executor writes goes to the log; a log that takes nothing more ends the job instead of the process. */
function sinkTo(log: LogWriter, ports: AttemptPorts, lose: (error: unknown) => void): JobSink {
	const guarded = (write: () => void | Promise<void>): void | Promise<void> => {
		try {
			return write()?.catch(lose);
		} catch (error) {
			lose(error);
		}
	};

	return {
		write: chunk => guarded(() => log.write(chunk)),
		notice: (text, level) => void guarded(() => log.notice(text, level)),
		commandStarted: (index, text) => void guarded(() => log.commandStarted(index, text)),
		commandFinished: (index, exitCode) => void guarded(() => log.commandFinished(index, exitCode)),
		phase: ports.phase,
		progress: ports.progress,
	};
}

function explain(sink: JobSink, {message, detail, hint}: CiError): void {
	sink.notice(message, 'error');
	if (detail !== undefined) sink.notice(detail, 'info');
	if (hint !== undefined) sink.notice(hint, 'error');
}
