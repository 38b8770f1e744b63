import {formatDiagnostics} from '../report/diagnostics.js';
import type {Adapters, Io} from './adapters.js';
import {exitCodes} from './exit-code.js';
import type {Options} from './options.js';
import {openProject, type Project} from './project.js';

/** `ci-tui check`: what is wrong with the pipeline file. */
export async function check(options: Options, adapters: Adapters, io: Io): Promise<number> {
	const project = forEveryBranch(await openProject(options, adapters));
	await project.workspace.close();
	if (options.json) {
		io.stdout.write(`${JSON.stringify(checkDocument(project), undefined, '\t')}\n`);
	} else {
		io.stdout.write(describe(project, io));
	}

	return isValid(project) ? exitCodes.success : exitCodes.wrongInput;
}

/**
 * The file is checked, not this branch: that rules leave a needed job out here keeps a run from starting, but GitLab's
 * linter takes the file, which may be right for every branch it was made for.
 */
function forEveryBranch<T extends Pick<Project, 'diagnostics'>>(project: T): T {
	const diagnostics = project.diagnostics.map(diagnostic =>
		diagnostic.code === 'NEEDS_LEFT_OUT' ? {...diagnostic, severity: 'warning' as const} : diagnostic,
	);
	return {...project, diagnostics};
}

function isValid({diagnostics}: Pick<Project, 'diagnostics'>): boolean {
	return diagnostics.every(({severity}) => severity !== 'error');
}

/** The document of `check --json`. */
export function checkDocument(checked: Pick<Project, 'diagnostics'>) {
	const project = forEveryBranch(checked);
	return {
		valid: isValid(project),
		diagnostics: project.diagnostics.map(({severity, code, message, hint, position, includedFrom}) => ({
			severity,
			code,
			message,
			...(hint === undefined ? {} : {hint}),
			file: position.file,
			line: position.line,
			column: position.column,
			...(includedFrom === undefined ? {} : {included_from: includedFrom}),
		})),
	};
}

/** What is wrong, on stderr's behalf, for every command that needs a plan. */
export function describeProblems(
	project: Pick<Project, 'diagnostics' | 'sources'>,
	io: Pick<Io, 'color' | 'ascii'>,
): string {
	return formatDiagnostics(project.diagnostics, project.sources, {color: io.color, ascii: io.ascii});
}

/** One line when `check` would warn of more than keywords without effect here, else nothing. */
export function warningNote({diagnostics, file}: Pick<Project, 'diagnostics' | 'file'>): string {
	const warnings = diagnostics.filter(({code}) => code !== 'KEYWORD_NOT_HONOURED').length;
	return warnings === 0 ? '' : `${count(warnings, 'warning')} about ${file}: see \`ci-tui check\`\n`;
}

function describe(project: Project, io: Io): string {
	const problems = project.diagnostics.length > 0 ? `${describeProblems(project, io)}\n` : '';
	if (!isValid(project)) {
		return problems;
	}

	if (project.plan === undefined) {
		return `${problems}${project.file} is valid, but makes no pipeline here.\n`;
	}

	const {jobs, stages} = project.plan;
	return `${problems}${project.file} is valid: ${count(jobs.length, 'job')} in ${count(stages.length, 'stage')}.\n`;
}

export function count(number: number, noun: string): string {
	return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
