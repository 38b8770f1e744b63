import {readFile} from 'node:fs/promises';
import {homedir} from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import {CiError} from '../../errors.js';

const schema = v.object({
	currentContext: v.optional(v.string()),
	auths: v.optional(
		v.record(
			v.string(),
			v.object({
				auth: v.optional(v.string()),
				username: v.optional(v.string()),
				password: v.optional(v.string()),
				identitytoken: v.optional(v.string()),
			}),
		),
	),
	credsStore: v.optional(v.string()),
	credHelpers: v.optional(v.record(v.string(), v.string())),
});

/** What of `~/.docker/config.json` concerns us. */
export type DockerConfig = v.InferOutput<typeof schema>;

type Env = Readonly<Record<string, string | undefined>>;

export function dockerFolder(env: Env = process.env): string {
	return env['DOCKER_CONFIG'] || path.join(env['HOME'] || homedir(), '.docker');
}

/** Empty where there is none; rejects with a CiError when it cannot be understood. */
export async function readDockerConfig(env: Env = process.env): Promise<DockerConfig> {
	const file = path.join(dockerFolder(env), 'config.json');
	const text = await readFile(file, 'utf8').catch(() => '{}');
	try {
		return v.parse(schema, JSON.parse(text));
	} catch (cause) {
		throw new CiError('DOCKER_CONFIG', `${file} cannot be understood.`, {
			hint: 'It must be the JSON that `docker login` writes.',
			cause,
		});
	}
}
