import {goDuration} from './go-duration.js';

/** How long a script may take, from when it is first asked for. */
export interface TimeLimit {
	/** None when there is no limit. */
	readonly signals: readonly AbortSignal[];
	readonly ms: number;
}

export interface TimeLimits {
	/** Of the hook, before_script and script together. */
	readonly script: TimeLimit;
	readonly afterScript: TimeLimit;
}

/** GitLab's: https://docs.gitlab.com/ci/yaml/#after_script */
const afterScriptMs = 5 * 60_000;

/** `RUNNER_SCRIPT_TIMEOUT` and `RUNNER_AFTER_SCRIPT_TIMEOUT` ("Set script and after_script timeouts"). The job's own timeout is the engine's. */
export function timeLimits(variables: Readonly<Record<string, string>>): TimeLimits {
	const script = goDuration(variables['RUNNER_SCRIPT_TIMEOUT']);
	const afterScript = goDuration(variables['RUNNER_AFTER_SCRIPT_TIMEOUT']);
	return {script: limitOf(script), afterScript: limitOf(afterScript || afterScriptMs)};
}

/** `90s`, `5m`. */
export function secondsIn(ms: number): string {
	return ms >= 60_000 && ms % 60_000 === 0 ? `${ms / 60_000}m` : `${ms / 1000}s`;
}

/** 0 is no limit, as in GitLab Runner. */
function limitOf(ms: number | undefined): TimeLimit {
	let signals: readonly AbortSignal[] | undefined;
	return {
		ms: ms ?? 0,
		get signals() {
			signals ??= ms === undefined || ms === 0 ? [] : [AbortSignal.timeout(ms)];
			return signals;
		},
	};
}
