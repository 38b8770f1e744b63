import {useEffect, useState} from 'react';
import type {RunHandle} from '../../engine/run-handle.js';
import {messageOf} from '../commands/copy-commands.js';
import type {Foresight} from '../history/foresight.js';
import type {PastRuns} from '../history/history.js';
import {graphPage} from '../pages/graph-page.js';
import {historyPage} from '../pages/history-page.js';
import type {Page} from '../pages/page.js';
import {type JobTests, testsPage} from '../pages/tests-page.js';
import {timelinePage} from '../pages/timeline-page.js';
import {jobsIn, pathOf} from '../placed-job.js';
import type {ArtifactFile, ArtifactReader, Ports} from '../ports.js';
import {testCaseOf} from '../problems/test-case.js';
import {runOf} from '../run-of.js';
import {selectedJob, type UiAction, type UiState} from '../state/ui-state.js';
import type {Theme} from '../theme.js';

export interface PageInput {
	readonly run: RunHandle;
	readonly ui: UiState;
	readonly past: PastRuns;
	readonly foresight: Foresight;
	readonly ports: Ports;
	readonly tests: readonly JobTests[] | undefined;
	readonly now: number;
	readonly tick: number;
	readonly width: number;
	readonly theme: Theme;
}

/** The view over the whole screen that was chosen; undefined for tree and log. */
export function pageOf(input: PageInput): Page | undefined {
	const {run, ui, past, foresight, ports, tests, ...moment} = input;
	const {view, sort, criticalOnly} = ui.arrangement;
	const [state, plan] = [ui.seen, run.plan];
	switch (view) {
		case 'run': {
			return undefined;
		}

		case 'timeline': {
			return timelinePage({...moment, ...foresight, state, plan, sort, criticalOnly});
		}

		case 'tests': {
			return testsPage({...moment, tests, known: run.testsOf !== undefined, index: ui.pageIndex});
		}

		case 'history': {
			const place = selectedJob(ui);
			const name = place?.run === undefined ? place?.job.name : undefined;
			const job = name === undefined ? undefined : {name, history: foresight.historyOf(name)};
			const {markedRuns: marked, comparing} = ui;
			return historyPage({...moment, past, known: ports.history !== undefined, job, marked, comparing});
		}

		case 'graph': {
			return graphPage({...moment, state, plan});
		}
	}
}

/** The test reports of every job that has one, read when they are to be shown and again when an attempt has ended. */
export function useTests(
	run: RunHandle,
	ended: string | undefined,
	dispatch: (action: UiAction) => void,
	now: () => number,
): readonly JobTests[] | undefined {
	const [tests, setTests] = useState<readonly JobTests[]>();
	useEffect(() => {
		if (ended === undefined) {
			return;
		}

		let current = true;
		const reports = jobsIn(run.getState()).map(async (place): Promise<readonly JobTests[]> => {
			const {id, job} = place;
			const owner = runOf(run, place.run);
			const attempt = job.attempts.at(-1);
			const report = attempt?.tests === undefined ? undefined : await owner?.testsOf?.(job.name, attempt.number);
			return report === undefined
				? []
				: [{id, job: pathOf(place), counts: report, failed: report.failures.map(testCaseOf)}];
		});
		Promise.all(reports).then(
			read => current && setTests(read.flat()),
			(error: unknown) => dispatch({type: 'toasted', toast: {text: messageOf(error), tone: 'error', at: now()}}),
		);
		return () => {
			current = false;
		};
	}, [run, ended, dispatch, now]);
	return tests;
}

/** The files that an attempt left; undefined while they are not known. */
export function useArtifacts(
	run: RunHandle,
	reader: ArtifactReader | undefined,
	job: string | undefined,
	attempt: number | undefined,
): readonly ArtifactFile[] | undefined {
	const [known, setKnown] = useState<{readonly of: string; readonly files: readonly ArtifactFile[]}>();
	const of = `${run.run} ${attempt} ${job}`;
	useEffect(() => {
		if (reader !== undefined && job !== undefined && attempt !== undefined) {
			reader.list(run.run, job, attempt).then(
				files => setKnown({of: `${run.run} ${attempt} ${job}`, files}),
				// They stay unknown, and the tab says so.
				() => {},
			);
		}
	}, [run, reader, job, attempt]);
	return known?.of === of ? known.files : undefined;
}
