import {unreachable} from '../errors.js';
import type {Happening} from './live-run.js';
import type {Command} from './run-handle.js';

/** What a user asked for, as the scheduler hears it. */
export function eventOf(command: Command): Happening {
	switch (command.type) {
		case 'cancel-job': {
			return {type: 'job-cancel-requested', job: command.job};
		}

		case 'cancel-run': {
			const {signal} = command;
			return {type: 'run-cancel-requested', ...(signal === undefined ? {} : {signal})};
		}

		case 'retry-job': {
			return {type: 'job-retry-requested', job: command.job};
		}

		case 'retry-failed': {
			return {type: 'failed-retry-requested'};
		}

		case 'play-job': {
			const {job, variables} = command;
			return {type: 'job-play-requested', job, ...(variables === undefined ? {} : {variables})};
		}

		case 'hold': {
			return {type: 'hold-changed', held: command.held};
		}

		default: {
			return unreachable(command);
		}
	}
}
