/** Keywords at the top level of a pipeline file; any other key there is a job, or hidden. */
export const topLevelKeywords: ReadonlySet<string> = new Set([
	'after_script',
	'before_script',
	'cache',
	'default',
	'image',
	'include',
	'services',
	'stages',
	'variables',
	'workflow',
]);
