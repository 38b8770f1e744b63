import type {Image} from '../../model/plan.js';
import {anything, type Found, listOf, object, oneOf, oneOrMore, type Shape, scalarText, text} from '../shape.js';

/** `image`: a name, or a map (GitLab's reference, "image"). */
export const image: Shape<Image> = (node, reading) => {
	if (node.kind !== 'map') {
		const name = text(node, reading);
		return name === undefined ? undefined : {name};
	}

	const found = imageKeys(node, reading);
	return found?.name === undefined ? undefined : {name: found.name, ...containerOptions(found)};
};

/** The keys an image and a service have in common. */
export const containerKeys = {
	name: text,
	entrypoint: listOf(text),
	docker: object('docker', {platform: text, user: scalarText}),
	kubernetes: anything,
	pull_policy: oneOrMore(oneOf('always', 'if-not-present', 'never')),
} as const;

export function containerOptions(found: Found<typeof containerKeys>): Omit<Image, 'name'> {
	const user = found.docker?.user;
	const platform = found.docker?.platform;
	return {
		...(found.entrypoint && {entrypoint: found.entrypoint}),
		...(found.pull_policy && {pullPolicy: found.pull_policy}),
		...(user !== undefined && {user}),
		...(platform !== undefined && {platform}),
	};
}

const imageKeys = object('image', containerKeys, ['name']);
