import {readFileSync} from 'node:fs';
import path from 'node:path';
import {CiError} from '../../errors.js';
import type {GivenVariables} from '../../model/context.js';
import type {GivenVariable} from './given-variable.js';
import {readDotenvVariables} from './read-dotenv-variables.js';
import {readYamlVariables} from './read-yaml-variables.js';

export interface VariableSources {
	/** `--variable`. */
	readonly variables: Readonly<Record<string, string>>;
	/** `--variables-file`, absolute; a later one overrides. */
	readonly files: readonly string[];
	/** Where `.ci-tui` is. */
	readonly root: string;
	/** The user's own settings (`~/.config/ci-tui`). */
	readonly configFolder: string;
}

/** GitLab refuses to mask shorter values: they would blot out half a log ("Mask a CI/CD variable"). */
const shortestMasked = 8;

/**
 * What the user gives, from weak to strong: the home file, the repository's file, `--variables-file`, `--variable`. A
 * name that is masked anywhere is masked everywhere. Throws a CiError (exit code 2) for what cannot be read.
 */
export function readUserVariables({variables, files, root, configFolder}: VariableSources): GivenVariables {
	const layers = [
		readOptional(path.join(configFolder, 'variables.yml')),
		readOptional(path.join(root, '.ci-tui', 'variables.yml')),
		...files.map(readNeeded),
	];
	const all = layers.flat();
	const maskedNames = new Set(all.filter(({masked}) => masked).map(({name}) => name));
	for (const variable of all) if (maskedNames.has(variable.name)) refuseShort(variable);
	const own = Object.entries(variables);
	for (const [name, value] of own) {
		if (maskedNames.has(name) && value !== '' && value.length < shortestMasked) throw tooShort(name);
	}

	const given = new Map<string, GivenVariable>();
	let scoped: readonly GivenVariable[] = [];
	for (const layer of layers) {
		const names = new Set(layer.map(({name}) => name));
		scoped = [...scoped.filter(({name}) => !names.has(name)), ...layer.filter(isScoped)];
		// A layer that says a name for some environments only leaves what weaker layers say for all others.
		for (const variable of layer) if (!isScoped(variable)) given.set(variable.name, variable);
	}

	const ownNames = new Set(own.map(([name]) => name));
	const kept = [...given.values()].filter(({name}) => !ownNames.has(name));
	return {
		variables: {...Object.fromEntries(kept.map(({name, value}) => [name, value])), ...variables},
		raw: kept.filter(({raw}) => raw).map(({name}) => name),
		files: kept.filter(({file}) => file).map(({name}) => name),
		scoped: scoped
			.filter(({name}) => !ownNames.has(name))
			.map(({name, value, environment = '*', raw, file}) => ({name, value, environment, raw, file})),
		forThisRun: [...ownNames],
		masked: maskedValues(all, own, maskedNames),
	};
}

function isScoped({environment}: GivenVariable): boolean {
	return environment !== undefined && environment !== '*';
}

function maskedValues(
	all: readonly GivenVariable[],
	own: readonly (readonly [string, string])[],
	names: ReadonlySet<string>,
): readonly string[] {
	const values = [
		...all.filter(({name}) => names.has(name)).map(({value}) => value),
		...own.filter(([name]) => names.has(name)).map(([, value]) => value),
	];
	return [...new Set(values.filter(value => value !== ''))];
}

function refuseShort({name, value, position}: GivenVariable): void {
	if (value !== '' && value.length < shortestMasked) throw tooShort(name, position);
}

function tooShort(name: string, position?: GivenVariable['position']): CiError {
	return new CiError('VARIABLE_TOO_SHORT', `"${name}" cannot be masked: its value is shorter than 8 characters`, {
		hint: 'GitLab refuses it too: take a longer value, or do not mask it',
		position,
		exitCode: 2,
	});
}

function readNeeded(file: string): readonly GivenVariable[] {
	try {
		return readVariables(readFileSync(file, 'utf8'), file);
	} catch (error) {
		if (error instanceof CiError) throw error;
		throw notRead(file, error);
	}
}

function readOptional(file: string): readonly GivenVariable[] {
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch (error) {
		if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
		throw notRead(file, error);
	}

	return readVariables(text, file);
}

/** By the file's name: what is not called YAML (or JSON, which is YAML) has lines `KEY=value`. */
function readVariables(text: string, file: string): readonly GivenVariable[] {
	return /\.(?:ya?ml|json)$/i.test(file) ? readYamlVariables(text, file) : readDotenvVariables(text, file);
}

function notRead(file: string, cause: unknown): CiError {
	const why =
		codeOf(cause) === 'ENOENT' ? 'there is no such file' : cause instanceof Error ? cause.message : String(cause);
	return new CiError('VARIABLES_NOT_READ', `cannot read variables from ${file}: ${why}`, {cause, exitCode: 2});
}

function codeOf(error: unknown): string | undefined {
	return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
