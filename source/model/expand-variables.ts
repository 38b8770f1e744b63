/**
 * Variables of a plan are templates: `$NAME` and `${NAME}` stand for what only a run knows (`CI_PROJECT_DIR`,
 * `CI_JOB_ID`, variables of a dotenv report), `$$` for a dollar sign. These functions finish them.
 */

/**
 * A job's complete environment: references to what only the run knows are filled in, unknown ones become empty, `$$`
 * becomes `$` (the last expansion, GitLab Runner's, in "Where variables can be used"). The run's variables are
 * predefined ones, the weakest of all; only the project's place is not to be overridden.
 */
export function expandVariables(
	variables: Readonly<Record<string, string>>,
	runtime: Readonly<Record<string, string>>,
): Record<string, string> {
	const expanded: Record<string, string> = {...runtime};
	for (const [name, template] of Object.entries(variables)) {
		if (!(places.has(name) && Object.hasOwn(runtime, name))) expanded[name] = expandText(template, runtime);
	}

	return expanded;
}

/** The same for one text: an image's name, a path of an artifact. */
export function expandText(template: string, runtime: Readonly<Record<string, string>>): string {
	if (!template.includes('$')) return template;
	return template.replaceAll(reference, (whole, bare?: string, braced?: string) => {
		if (whole === '$$') return '$';
		const name = bare ?? braced ?? '';
		return Object.hasOwn(runtime, name) ? (runtime[name] ?? '') : '';
	});
}

/** As people read it: runtime references stay, `$$` becomes `$`. */
export function showTemplate(template: string): string {
	return template.replaceAll('$$', '$');
}

/** Makes a text stand for itself in a template. */
export function escapeTemplate(text: string): string {
	return text.replaceAll('$', '$$$$');
}

const places = new Set(['CI_PROJECT_DIR', 'CI_BUILDS_DIR']);
const reference = /\$(?:\$|([A-Za-z_]\w*)|\{([^}]*)\}|[*#@!?\-0-9])/g;
