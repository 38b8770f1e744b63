import {useEffect, useState} from 'react';
import type {TestCase} from '../problems/test-case.js';
import type {FailureDetails} from '../state/failure.js';
import type {LogView} from '../state/log-view.js';
import type {ShownLog} from './use-log.js';

/** What the log on screen says about a failure, read again when it grows; undefined until it is known, and when nothing failed. */
export function useFailure(
	{view, snapshot}: ShownLog,
	failed: boolean,
	commandsInPlan: number,
	atMost: number,
	/** What its test report says failed; the same function for the same attempt. */
	readTests: (() => Promise<readonly TestCase[] | undefined>) | undefined,
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
		Promise.all([view.failure(commandsInPlan, atMost), readTests?.().catch(() => undefined)]).then(
			([details, tests]) => tell(withTests(details, tests)),
			() => tell({errors: []}),
		);
		return () => {
			current = false;
		};
	}, [view, failed, commandsInPlan, atMost, readTests, total, exits]);
	return failed && known !== undefined && known.of === view ? known.details : undefined;
}

/** A report names the place better than the words of a log do. */
function withTests(details: FailureDetails, tests: readonly TestCase[] | undefined): FailureDetails {
	if (tests === undefined || tests.length === 0) {
		return details;
	}

	const place = tests.find(test => test.place !== undefined)?.place;
	return {...details, tests, place: place ?? details.place};
}
