/** What is found in what a job leaves behind, beside whether it passed. */
export interface Findings {
	/** Per cent, by the job's `coverage`; absent when nothing matches. */
	readonly coverage?: number;
	/** Of its `artifacts:reports:junit`; absent without one. */
	readonly tests?: TestCounts;
}

/** `total` counts all, also those that were skipped. */
export interface TestCounts {
	readonly total: number;
	readonly failed: number;
	readonly skipped: number;
	readonly errors: number;
}

/** A JUnit report, of any number of files. */
export interface TestReport extends TestCounts {
	/** Tests that failed or could not run, in the order of the files. */
	readonly failures: readonly TestFailure[];
}

export interface TestFailure {
	readonly kind: 'failed' | 'error';
	/** The test's class or suite; may be empty. */
	readonly suite: string;
	readonly name: string;
	/** What the test said: its message, else the first line of its output; may be empty. */
	readonly message: string;
	/** All that it said. */
	readonly text: string;
	readonly file?: string;
	readonly line?: number;
	readonly seconds?: number;
}

/** Nothing but the findings of a record that has more. */
export function findingsOf({coverage, tests}: Findings): Findings {
	return {...(coverage === undefined ? {} : {coverage}), ...(tests === undefined ? {} : {tests})};
}
