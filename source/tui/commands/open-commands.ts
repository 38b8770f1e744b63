import {type Link, linkText} from '../problems/link.js';
import {placeOf} from '../problems/problem.js';
import {findFile} from '../terminal/find-file.js';
import {editorProgram, type Program, pagerProgram} from '../terminal/programs.js';
import {plain} from '../text/cut.js';
import {messageOf} from './copy-commands.js';
import type {RunContext} from './run-context.js';

/** Lines around the current one in which the place of its problem is looked for. */
const around = 40;

/** `$PAGER` on the log, colours as the job printed them. */
export function openPager(context: RunContext): void {
	const {logFile, terminal, toast} = context;
	if (logFile === undefined) {
		toast('there is no log yet', 'warning');
	} else {
		openProgram(context, pagerProgram(logFile, terminal.env));
	}
}

/** `$EDITOR` at the place the current line names, else where the job failed, else on the log itself. */
export function openEditor(context: RunContext): void {
	const {logFile, failure, terminal, toast, root} = context;
	linkOfCurrent(context).then(
		link => {
			const place = link ?? failure?.place;
			const file = place && findFile(root, place.file);
			if (place !== undefined && file !== undefined) {
				openProgram(context, editorProgram({...place, file}, terminal.env));
			} else if (logFile === undefined) {
				toast('there is no log yet', 'warning');
			} else {
				toast(
					place === undefined ? 'no file is named there: this is the log' : `${place.file} is not in this checkout`,
				);
				openProgram(context, editorProgram({file: logFile}, terminal.env));
			}
		},
		(error: unknown) => toast(messageOf(error), 'error'),
	);
}

/** Enter on a line: folds the command it announces, or opens the file it names. */
export function openLine(context: RunContext): void {
	const {log, toast, root, terminal} = context;
	const snapshot = log?.snapshot();
	const line = log?.current();
	if (log === undefined || snapshot === undefined || line === undefined) {
		return;
	}

	const fold = snapshot.folds.find(one => one.line === line);
	const pointed = log.cursor.mark === line;
	if (fold !== undefined || !pointed) {
		log.switchFold(line);
		return;
	}

	linkOfCurrent(context).then(
		link => {
			const file = link && findFile(root, link.file);
			if (link === undefined) {
				log.switchFold(line);
			} else if (file === undefined) {
				toast(`${linkText(link)} is not in this checkout`, 'warning');
			} else {
				openProgram(context, editorProgram({...link, file}, terminal.env));
			}
		},
		(error: unknown) => toast(messageOf(error), 'error'),
	);
}

/** The place that the line pointed at names; undefined when none is pointed at. */
async function linkOfCurrent({log}: RunContext): Promise<Link | undefined> {
	const {mark, selection} = log?.cursor ?? {};
	const line = selection?.head ?? mark ?? log?.snapshot().search?.line;
	if (log === undefined || line === undefined || line < 0) {
		return undefined;
	}

	const first = Math.max(0, line - around);
	const lines = await log.lines(first, line - first + around);
	return placeOf(
		lines.map(({text}) => plain(text)),
		line - first,
	);
}

/** Gives the terminal to a program until it ends. */
export function openProgram({withTerminal, terminal, toast}: RunContext, {argv, env}: Program): void {
	withTerminal(() => terminal.runProgram(argv, env)).then(
		code => {
			if (code !== 0) {
				toast(`${argv[2]?.replace(' "$@"', '') ?? 'the program'} ended with ${code}`, 'warning');
			}
		},
		(error: unknown) => toast(messageOf(error), 'error'),
	);
}
