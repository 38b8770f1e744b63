import type {LineTag} from './index-block.js';
import type {LogLine} from './log.js';

export function logLine(number: number, text: string, mark: LineTag & {readonly at: number}): LogLine {
	const {at, kind, command} = mark;
	return command === undefined ? {number, text, at, kind} : {number, text, at, kind, command};
}
