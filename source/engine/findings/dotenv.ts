import {CiError, type Result} from '../../errors.js';

/** GitLab's limits on `artifacts:reports:dotenv`; of the number of variables GitLab.com's highest. */
const mostBytes = 5 * 1024;
const mostVariables = 150;

/** A file of a report. */
export interface DotenvFile {
	readonly name: string;
	readonly content: Buffer;
}

/**
 * The variables of `artifacts:reports:dotenv`, as strict as GitLab ("artifacts:reports:dotenv"): every line is
 * KEY=value, with no comment, no empty line, and quotes that are part of the value. A later line overrides.
 */
export function readDotenv(files: readonly DotenvFile[]): Result<Readonly<Record<string, string>>, CiError> {
	const bytes = files.reduce((sum, {content}) => sum + content.length, 0);
	if (bytes > mostBytes) return refused(`is too big: it has ${bytes} bytes, and GitLab takes ${mostBytes}`, files[0]);
	const variables: Record<string, string> = {};
	for (const file of files) {
		const lines = file.content
			.toString('utf8')
			.replace(/^\uFEFF/, '')
			.split('\n');
		if (lines.at(-1) === '') lines.pop();
		for (const [index, line] of lines.entries()) {
			const equals = line.indexOf('=');
			const key = line.slice(0, Math.max(0, equals)).trim();
			if (!/^\w+$/.test(key))
				return refused('cannot be read: write KEY=value, without comments and empty lines', file, index);
			variables[key] = line.slice(equals + 1).trim();
		}
	}

	const count = Object.keys(variables).length;
	if (count > mostVariables) return refused(`has ${count} variables, and GitLab takes ${mostVariables}`, files[0]);
	return {ok: true, value: variables};
}

/** The line itself is not told: it may be a secret. */
function refused(why: string, file: DotenvFile | undefined, index?: number): Result<never, CiError> {
	const place = `${file?.name ?? 'the file'}${index === undefined ? '' : `, line ${index + 1}`}`;
	return {ok: false, error: new CiError('DOTENV_INVALID', `the dotenv report ${place}: it ${why}`)};
}
