import {useEffect, useState} from 'react';
import type {FailureDetails} from '../state/failure.js';
import type {LogView} from '../state/log-view.js';
import type {ShownLog} from './use-log.js';

/** What the log on screen says about a failure, read again when it grows; undefined until it is known, and when nothing failed. */
export function useFailure(
	{view, snapshot}: ShownLog,
	failed: boolean,
	commandsInPlan: number,
	atMost: number,
): FailureDetails | undefined {
	const [known, setKnown] = useState<{readonly of: LogView; readonly details: FailureDetails}>();
	const {total, commands} = snapshot;
	const exits = commands.filter(({exitCode}) => exitCode !== undefined).length;
	// biome-ignore lint/correctness/useExhaustiveDependencies: the log grew, so what it says may have changed
	useEffect(() => {
		if (!failed || view === undefined) {
			return;
		}

		let current = true;
		const tell = (details: FailureDetails) => current && setKnown({of: view, details});
		view.failure(commandsInPlan, atMost).then(tell, () => tell({errors: []}));
		return () => {
			current = false;
		};
	}, [view, failed, commandsInPlan, atMost, total, exits]);
	return failed && known !== undefined && known.of === view ? known.details : undefined;
}
