import {useEffect, useState} from 'react';
import {type History, noPast, type PastRuns, readPast} from '../history/history.js';

/** The runs before this one, read once, and again when `key` changes; nothing when they cannot be read. */
export function usePast(history: History | undefined, pipeline: string, run: number, key: unknown): PastRuns {
	const [past, setPast] = useState(noPast);
	// biome-ignore lint/correctness/useExhaustiveDependencies: the run has settled, so there may be more to read
	useEffect(() => {
		let current = true;
		if (history !== undefined) {
			readPast(history, pipeline, run).then(
				read => current && setPast(read),
				// Without a past everything is shown but what is judged by it.
				() => {},
			);
		}

		return () => {
			current = false;
		};
	}, [history, pipeline, run, key]);
	return past;
}
