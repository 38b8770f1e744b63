import {
	anything,
	bool,
	expected,
	mapOf,
	object,
	oneOrMore,
	type Reading,
	type Shape,
	scalarText,
	text,
} from '../shape.js';
import type {ConfigNode, MapNode} from '../yaml/node.js';

/** `id_tokens`: each with the audiences it is for. */
export const idTokens = mapOf(object('a token', {aud: oneOrMore(text)}, ['aud']));

const vaultKeys = object(
	'vault',
	{engine: object('engine', {name: text, path: text}, ['name', 'path']), path: text, field: text},
	['engine', 'path', 'field'],
);

/** Where a secret may come from, and what each place needs to know; a text is short for a place's own notation. */
const places: Readonly<Record<string, Shape<unknown>>> = {
	vault: textOr(vaultKeys),
	gcp_secret_manager: object('gcp_secret_manager', {name: text, version: scalarText}, ['name']),
	azure_key_vault: object('azure_key_vault', {name: text, version: scalarText}, ['name']),
	aws_secrets_manager: textOr(
		object('aws_secrets_manager', {
			secret_id: text,
			version_id: text,
			version_stage: text,
			region: text,
			role_arn: text,
			role_session_name: text,
			field: text,
		}),
	),
	akeyless: anything,
	gitlab_secrets_manager: object('gitlab_secrets_manager', {name: text, source: text}, ['name']),
};

const secretKeys = object('a secret', {...places, file: bool, token: text});

const secret: Shape<unknown> = (node, reading) => {
	if (node.kind !== 'map') return expected('a map that says where it comes from', node, reading);
	const found = secretKeys(node, reading);
	checkPlaces(node, reading);
	return found;
};

/** `secrets`: where each would come from. */
export const secrets = mapOf(secret);

function checkPlaces(node: MapNode, {problems, what}: Reading): void {
	const named = Object.keys(places).filter(place => node.entries.has(place));
	if (named.length === 1) return;
	const message =
		named.length === 0
			? `"${what}" does not say where it comes from`
			: `"${what}" comes from two places: ${named.join(', ')}`;
	problems.error(
		named.length === 0 ? 'KEY_MISSING' : 'KEYS_CONFLICT',
		message,
		node.place,
		`name one of ${Object.keys(places).join(', ')}`,
	);
}

function textOr(map: Shape<unknown>): Shape<unknown> {
	return (node: ConfigNode, reading: Reading) => (node.kind === 'map' ? map(node, reading) : text(node, reading));
}
