import {setTimeout as pause} from 'node:timers/promises';
import type {CiError} from '../errors.js';
import type {Outcome} from '../model/outcome.js';
import type {JobCaches} from './caches.js';
import type {JobSink, JobSpec, StopSignals} from './executor.js';
import {hasFailed, isWanted} from './has-failed.js';
import type {FileChoice, Notice, Place} from './place.js';
import {newToken, writeScript} from './script.js';
import {secondsIn, type TimeLimit, type TimeLimits, timeLimits} from './time-limits.js';
import {Transcript} from './transcript.js';

/** How long between two looks whether all of it is gone: most often it is at once. */
const firstPollMs = 2;
const longestPollMs = 50;
/** How long killed processes may take to be gone before the place itself is given up. */
const killedMs = 10_000;

type Ending = {readonly kind: 'ended'; readonly code: number} | {readonly kind: 'stopped'} | {readonly kind: 'lost'};

export interface AttemptSpec {
	readonly place: Place;
	readonly job: JobSpec;
	/** The job's, with those that say where the project lies. */
	readonly variables: Readonly<Record<string, string>>;
	/** Restored already. */
	readonly caches: JobCaches;
	readonly sink: JobSink;
	readonly signals: StopSignals;
}

/**
 * One attempt in its place, the same for every executor: before_script and script in one shell, after_script in another whatever came
 * before it, then the caches and the artifacts. Resolves with an outcome when nothing of the job runs any more.
 */
export async function runAttempt(spec: AttemptSpec): Promise<Outcome> {
	const attempt = new Attempt(spec);
	return await attempt.run();
}

class Attempt {
	readonly #place: Place;
	readonly #job: JobSpec;
	readonly #variables: Readonly<Record<string, string>>;
	readonly #caches: JobCaches;
	readonly #sink: JobSink;
	readonly #signals: StopSignals;
	readonly #limits: TimeLimits;
	readonly #transcript: Transcript;
	readonly #notice: Notice;

	constructor({place, job, variables, caches, sink, signals}: AttemptSpec) {
		this.#place = place;
		this.#job = job;
		this.#variables = variables;
		this.#caches = caches;
		this.#notice = (text, level) => sink.notice(text, level);
		this.#sink = sink;
		this.#signals = signals;
		const {before, main, after} = job.scripts;
		this.#limits = timeLimits(variables);
		this.#transcript = new Transcript(sink, [...before, ...main, ...after]);
	}

	async run(): Promise<Outcome> {
		void this.#transcript.read(this.#place.output).catch(() => {
			// The connection broke: the script has no end then, and the verdict says why.
		});
		const mainOutcome = await this.#runMain();
		const isLost = mainOutcome.kind === 'errored';
		const hasAfter = this.#job.scripts.after.length > 0 && !isLost && !this.#signals.kill.aborted;
		const outcome = hasAfter ? await this.#runAfter(mainOutcome) : mainOutcome;

		const gone = isLost ? undefined : this.#kill();
		const error = isLost ? undefined : await this.#save(outcome);
		await gone;
		await this.#transcript.close();
		if (error !== undefined && outcome.kind === 'success') {
			return {kind: 'errored', error};
		}

		if (this.#signals.stop.aborted && !isLost) {
			return {kind: 'canceled'};
		}

		return outcome.kind === 'success' || outcome.kind === 'failed' ? await this.#place.verdict(outcome) : outcome;
	}

	async #runMain(): Promise<Outcome> {
		const {preGetSources = [], before, main} = this.#job.scripts;
		const limit = this.#limits.script;
		this.#sink.phase('running');
		if (preGetSources.length > 0) {
			this.#sink.notice('Running hooks:pre_get_sources_script');
			const hook = await this.#runUntil(preGetSources, undefined, limit);
			if (hook.kind !== 'success') {
				return hook;
			}
		}

		return await this.#runUntil([...before, ...main], 0, limit);
	}

	async #runUntil(commands: readonly string[], firstIndex: number | undefined, limit: TimeLimit): Promise<Outcome> {
		const until = [this.#signals.stop, ...limit.signals];
		const ending = await this.#execute(commands, firstIndex, this.#variables, until);
		switch (ending.kind) {
			case 'ended': {
				return ending.code === 0 ? {kind: 'success'} : {kind: 'failed', exitCode: ending.code};
			}

			case 'lost': {
				return this.#signals.stop.aborted ? {kind: 'canceled'} : await this.#place.verdict(undefined);
			}

			default: {
				this.#sink.phase('canceling');
				await this.#terminate();
				return this.#signals.stop.aborted ? {kind: 'canceled'} : {kind: 'timed-out', ms: limit.ms};
			}
		}
	}

	/** Its exit code does not count unless the job says so, and its time is limited. Whoever cancels a job that is here already, or again, ends it. */
	async #runAfter(outcome: Outcome): Promise<Outcome> {
		const {before, main, after} = this.#job.scripts;
		const {stop, kill} = this.#signals;
		const wasStopped = stop.aborted;
		const status = outcome.kind === 'success' ? 'success' : hasFailed(outcome, stop) ? 'failed' : 'canceled';
		this.#sink.phase('after_script');
		const limit = this.#limits.afterScript;
		const ending = await this.#execute(
			after,
			before.length + main.length,
			{...this.#variables, CI_JOB_STATUS: status},
			[...limit.signals, wasStopped ? kill : stop],
		);
		if (ending.kind === 'stopped' && (wasStopped ? kill : stop).aborted) {
			this.#sink.phase('canceling');
			await this.#terminate();
		} else if (ending.kind === 'stopped') {
			this.#sink.notice(`after_script took longer than ${secondsIn(limit.ms)}: ended`, 'warning');
			await this.#kill();
		} else if (ending.kind === 'ended' && ending.code !== 0) {
			if (this.#variables['RUNNER_AFTER_SCRIPT_IGNORE_ERRORS'] === 'false' && outcome.kind === 'success') {
				return {kind: 'failed', exitCode: ending.code};
			}

			this.#sink.notice(`after_script failed (exit code ${ending.code}): the job goes on unaffected`, 'warning');
		}

		return outcome;
	}

	async #execute(
		commands: readonly string[],
		firstIndex: number | undefined,
		variables: Readonly<Record<string, string>>,
		until: readonly AbortSignal[],
	): Promise<Ending> {
		const {projectDir} = this.#place;
		const script = writeScript({commands, firstIndex, variables, files: this.#job.files, projectDir});
		const token = newToken();
		this.#transcript.expect(script.tokens);
		const ended = this.#transcript.answer(token, 'end');
		this.#place.execute(script.text, token);
		return await new Promise(resolve => {
			const stop = () => resolve({kind: 'stopped'});
			void ended.then(code => resolve(code === undefined ? {kind: 'lost'} : {kind: 'ended', code}));
			for (const signal of until) {
				if (signal.aborted) {
					stop();
				}

				signal.addEventListener('abort', stop, {once: true});
			}

			void ended.then(() => {
				for (const signal of until) {
					signal.removeEventListener('abort', stop);
				}
			});
		});
	}

	/** SIGTERM to all of it, the grace period (none once `kill` is aborted), then SIGKILL. */
	async #terminate(): Promise<void> {
		const {kill} = this.#signals;
		let wasHeard = this.#transcript.isAtCommand;
		this.#place.signal('TERM');
		const isGone = await this.#untilEmpty(this.#job.graceMs, kill, () => {
			if (!wasHeard && this.#transcript.isAtCommand) {
				// It came while the shell was being started, which then went on with the first command.
				wasHeard = true;
				this.#place.signal('TERM');
			}
		});
		if (!isGone) {
			await this.#kill();
		}

		this.#transcript.finishCommand(isGone ? 143 : 137);
	}

	async #kill(): Promise<void> {
		this.#place.signal('KILL');
		await this.#untilEmpty(killedMs);
	}

	async #untilEmpty(limitMs: number, cut?: AbortSignal, meanwhile?: () => void): Promise<boolean> {
		const deadline = performance.now() + limitMs;
		for (let pollMs = firstPollMs; !cut?.aborted; pollMs = Math.min(longestPollMs, pollMs * 2)) {
			if (await this.#place.isEmpty(token => this.#transcript.answer(token))) {
				return true;
			}

			if (performance.now() >= deadline) {
				break;
			}

			meanwhile?.();
			await pause(pollMs);
		}

		return false;
	}

	/** In GitLab Runner's order. A job that is stopped while its caches are saved does without them. */
	async #save(outcome: Outcome): Promise<CiError | undefined> {
		const {stop, kill} = this.#signals;
		const caches = this.#caches.wanted(outcome, stop);
		if (caches.length > 0) {
			this.#sink.phase('artifacts');
			await this.#caches.save(caches, this.#place, stop.aborted ? kill : AbortSignal.any([stop, kill]));
		}

		const error = await this.#saveArtifacts(outcome);
		return error ?? (await this.#saveReports());
	}

	async #saveArtifacts(outcome: Outcome): Promise<CiError | undefined> {
		const {artifactsOut} = this.#job;
		if (artifactsOut === undefined || !isWanted(artifactsOut.artifacts.when, outcome, this.#signals.stop)) {
			return undefined;
		}

		const {paths, exclude, untracked} = artifactsOut.artifacts;
		if (paths.length === 0 && !untracked) {
			return undefined;
		}

		this.#notice('Saving artifacts');
		return await this.#saveFiles({as: 'artifacts', paths, exclude, untracked}, artifactsOut.file);
	}

	/** However the job ended: what its tests say is of interest most when they fail. */
	async #saveReports(): Promise<CiError | undefined> {
		const {artifacts, reportsFile} = this.#job.artifactsOut ?? {};
		const paths = Object.values(artifacts?.reports ?? {}).flat();
		if (reportsFile === undefined || paths.length === 0) {
			return undefined;
		}

		this.#notice('Saving reports');
		return await this.#saveFiles({as: 'artifacts', paths, exclude: [], untracked: false}, reportsFile);
	}

	async #saveFiles(choice: FileChoice, file: string): Promise<CiError | undefined> {
		this.#sink.phase('artifacts');
		const error = await this.#place.saveFiles(choice, file, this.#notice, this.#signals.kill);
		if (error !== undefined) {
			this.#notice(error.message, 'error');
		}

		return error;
	}
}
