import {showTemplate} from '../../model/expand-variables.js';
import {textMask} from '../../model/mask-text.js';
import type {PlannedJob} from '../../model/plan.js';

/** The variables of a manual job, to be changed before it is played. */
export interface PlayForm {
	readonly fields: readonly PlayField[];
	/** The field being typed into. */
	readonly at: number;
}

export interface PlayField {
	/** Empty for the last one, into which a new variable is typed as `KEY=VALUE`. */
	readonly name: string;
	readonly value: string;
	readonly changed: boolean;
}

/** Variables of GitLab's and ours are not for users to change. */
const predefined = /^(?:CI|GITLAB|FF|TRIGGER|KUBE|DOCKER_AUTH)(?:_|$)/u;
const mostFields = 8;

/** What is masked is shown so; it is given to the job as it is, as long as nobody types over it. */
export function playForm(job: PlannedJob | undefined, masked: readonly string[]): PlayForm {
	const mask = textMask(masked);
	const fields = Object.entries(job?.variables ?? {})
		.filter(([name]) => !predefined.test(name))
		.slice(0, mostFields)
		.map(([name, value]): PlayField => ({name, value: mask(showTemplate(value)), changed: false}));
	return {fields: [...fields, {name: '', value: '', changed: false}], at: fields.length};
}

export function moveField({fields, at}: PlayForm, by: number): PlayForm {
	return {fields, at: (at + by + fields.length) % fields.length};
}

export function typeField({fields, at}: PlayForm, value: string): PlayForm {
	return {fields: fields.map((field, index) => (index === at ? {...field, value, changed: true} : field)), at};
}

/** The new variable that was typed becomes a field of its own; undefined when it is none. */
export function addField({fields}: PlayForm): PlayForm | undefined {
	const added = parseVariable(fields.at(-1)?.value ?? '');
	return (
		added && {
			fields: [...fields.slice(0, -1), {...added, changed: true}, {name: '', value: '', changed: false}],
			at: fields.length,
		}
	);
}

/** What was changed or added. */
export function playedVariables({fields}: PlayForm): Readonly<Record<string, string>> {
	const named = fields.flatMap(({name, value, changed}) =>
		name === '' ? [parseVariable(value)] : changed ? [{name, value}] : [],
	);
	return Object.fromEntries(named.flatMap(field => (field === undefined ? [] : [[field.name, field.value]])));
}

/** `KEY=VALUE` */
export function parseVariable(text: string): {readonly name: string; readonly value: string} | undefined {
	const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/su.exec(text.trim()) ?? [];
	return name === undefined || value === undefined ? undefined : {name, value};
}
