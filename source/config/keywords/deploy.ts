import {bool, type Found, listOf, object, oneOf, oneOrMore, type Shape, scalarText, text} from '../shape.js';

/** `release`: no release is made from here, but its keys are checked (GitLab's reference, "release"). */
export const release = object(
	'a release',
	{
		tag_name: text,
		tag_message: text,
		name: text,
		description: text,
		ref: text,
		milestones: oneOrMore(text),
		released_at: scalarText,
		assets: object('assets', {
			links: listOf(object('a link', {name: text, url: text, filepath: text, link_type: text}, ['name', 'url'])),
		}),
	},
	['tag_name', 'description'],
);

/** `identity`: the cloud to sign in to. */
export const identity = oneOf('google_cloud');

/** `dast_configuration`: profiles of a project. */
export const dastConfiguration = object('dast_configuration', {site_profile: text, scanner_profile: text});

const pagesKeys = object('pages', {publish: text, path_prefix: text, expire_in: scalarText, generate: bool});

/** `pages`: true, false or a map. */
export const pages: Shape<boolean | Found<Record<string, Shape<unknown>>>> = (node, reading) =>
	node.kind === 'map' ? pagesKeys(node, reading) : bool(node, reading);

/** `workflow:auto_cancel`. */
export const autoCancel = object('auto_cancel', {
	on_new_commit: oneOf('conservative', 'interruptible', 'none', 'disabled'),
	on_job_failure: oneOf('none', 'all'),
});
