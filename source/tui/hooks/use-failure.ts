import {useEffect, useState} from 'react';
import type {FailureDetails} from '../state/failure.js';
import type {ShownLog} from './use-log.js';

const unknown: FailureDetails = {errors: []};

/** What the log on screen says about a failure, read again when it grows; undefined when there is none to explain. */
export function useFailure(
	{view, snapshot}: ShownLog,
	failed: boolean,
	commandsInPlan: number,
	atMost: number,
): FailureDetails | undefined {
	const [details, setDetails] = useState<FailureDetails>(unknown);
	const {total, commands} = snapshot;
	const exits = commands.filter(({exitCode}) => exitCode !== undefined).length;
	// biome-ignore lint/correctness/useExhaustiveDependencies: the log grew, so what it says may have changed
	useEffect(() => {
		if (!failed || view === undefined) {
			setDetails(unknown);
			return;
		}

		let current = true;
		view.failure(commandsInPlan, atMost).then(
			read => current && setDetails(read),
			() => current && setDetails(unknown),
		);
		return () => {
			current = false;
		};
	}, [view, failed, commandsInPlan, atMost, total, exits]);
	return failed ? details : undefined;
}
