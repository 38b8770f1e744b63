import type {ScopedVariable} from '../model/context.js';
import type {JobDefinition} from '../model/definition.js';
import type {Unexpanded} from '../model/expansion.js';
import type {PipelineVariables} from './pipeline-variables.js';

/** What the user gives to one job. */
export interface GivenToJob {
	readonly variables: ReadonlyMap<string, Unexpanded>;
	/** Of these the job gets the path of a file with the value. */
	readonly files: readonly string[];
	/** Names of tokens and secrets the job asks for and nobody gives. */
	readonly missing: readonly string[];
}

/**
 * The user's variables as this job gets them: those for its environment over those for all, the narrowest scope first
 * (GitLab's "Limit the environment scope of a CI/CD variable"); and what `id_tokens` and `secrets` would fetch, which
 * is a file unless the secret says `file: false` ("secrets:file").
 */
export function givenToJob(
	definition: JobDefinition,
	environment: string | undefined,
	shared: PipelineVariables,
): GivenToJob {
	const tokens = namesIn(definition.resolved['id_tokens']);
	const secrets = namesIn(definition.resolved['secrets']);
	const isPlain = environment === undefined || !shared.details?.scoped.length;
	if (isPlain && tokens.length + secrets.length === 0) {
		return {variables: shared.given, files: shared.details?.files ?? [], missing: []};
	}

	const variables = new Map(shared.given);
	const files = new Set(shared.details?.files);
	for (const {name, value, raw, file} of isPlain ? [] : matching(shared.details?.scoped ?? [], environment)) {
		variables.set(name, {value, expand: !raw});
		if (file) files.add(name);
		else files.delete(name);
	}

	for (const name of secrets) if (variables.has(name) && wantsFile(definition, name)) files.add(name);
	const missing = [...tokens, ...secrets].filter(name => !variables.has(name));
	for (const name of missing) variables.set(name, {value: '', expand: false});
	return {variables, files: [...files], missing};
}

/** Those for this environment, the widest scope first. */
function matching(scoped: readonly ScopedVariable[], environment: string): readonly ScopedVariable[] {
	const width = ({environment: scope}: ScopedVariable) =>
		scope.includes('*') ? scope.replaceAll('*', '').length : Infinity;
	return scoped.filter(({environment: scope}) => isInScope(environment, scope)).sort((a, b) => width(a) - width(b));
}

/** Goes through the parts between the stars: the time is in proportion to the texts, whatever they are. */
function isInScope(environment: string, scope: string): boolean {
	const [first = '', ...parts] = scope.split('*');
	const last = parts.pop();
	if (last === undefined) return environment === scope;
	if (!environment.startsWith(first)) return false;
	let at = first.length;
	for (const part of parts) {
		const found = environment.indexOf(part, at);
		if (found === -1) return false;
		at = found + part.length;
	}

	return environment.length - last.length >= at && environment.endsWith(last);
}

function namesIn(value: unknown): readonly string[] {
	return isMap(value) ? Object.keys(value) : [];
}

function wantsFile({resolved}: JobDefinition, name: string): boolean {
	const secret = isMap(resolved['secrets']) ? resolved['secrets'][name] : undefined;
	return !(isMap(secret) && secret['file'] === false);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
