import type {TestFailure, TestReport} from '../../model/findings.js';
import {readXml, type XmlListener} from './xml.js';

/** A report of no test at all. */
export const noTests: TestReport = {total: 0, failed: 0, skipped: 0, errors: 0, failures: []};

/** The two as one. */
export function addTests(one: TestReport, other: TestReport): TestReport {
	return {
		total: one.total + other.total,
		failed: one.failed + other.failed,
		skipped: one.skipped + other.skipped,
		errors: one.errors + other.errors,
		failures: [...one.failures, ...other.failures],
	};
}

/**
 * A JUnit XML report: its test cases are counted, what it says of their number is not trusted (GitLab's "Unit test
 * reports"). A text that is no such report has no tests.
 */
export function readJunit(xml: string): TestReport {
	const reader = new JunitReader();
	readXml(xml, reader);
	return reader.report();
}

/** No more is kept of what one test says: an artifact has it all. */
const longestText = 20_000;

type Result = 'passed' | 'failed' | 'error' | 'skipped';

interface Case {
	readonly attributes: ReadonlyMap<string, string>;
	result: Result;
	message: string;
	text: string;
}

class JunitReader implements XmlListener {
	readonly #suites: string[] = [];
	readonly #counts: Record<Result, number> = {passed: 0, failed: 0, error: 0, skipped: 0};
	readonly #failures: TestFailure[] = [];
	#case: Case | undefined;
	/** What the text belongs to: a failure's, or nothing that counts. */
	#isInResult = false;

	open(name: string, attributes: ReadonlyMap<string, string>): void {
		const result = results[name];
		if (name === 'testsuite') this.#suites.push(attributes.get('name') ?? '');
		else if (name === 'testcase') {
			this.#endCase();
			this.#case = {attributes, result: 'passed', message: '', text: ''};
		} else if (result !== undefined && this.#case !== undefined) {
			// The first failure of a test is what is told; one that was skipped has no other result.
			if (this.#case.result !== 'passed') return;
			this.#isInResult = true;
			this.#case.result = result;
			this.#case.message = attributes.get('message') ?? attributes.get('type') ?? '';
		}
	}

	text(text: string): void {
		if (this.#isInResult && this.#case !== undefined && this.#case.text.length < longestText) {
			this.#case.text += text.slice(0, longestText - this.#case.text.length);
		}
	}

	close(name: string): void {
		if (results[name] !== undefined) this.#isInResult = false;
		else if (name === 'testcase') this.#endCase();
		else if (name === 'testsuite') this.#suites.pop();
	}

	report(): TestReport {
		this.#endCase();
		const {passed, failed, error, skipped} = this.#counts;
		return {total: passed + failed + error + skipped, failed, skipped, errors: error, failures: this.#failures};
	}

	#endCase(): void {
		const test = this.#case;
		this.#case = undefined;
		this.#isInResult = false;
		if (test === undefined) return;
		this.#counts[test.result]++;
		if (test.result !== 'failed' && test.result !== 'error') return;
		const {attributes, result, message} = test;
		const text = test.text.trim();
		const [file, line, seconds] = [
			attributes.get('file'),
			Number(attributes.get('line')),
			Number(attributes.get('time')),
		];
		this.#failures.push({
			kind: result === 'error' ? 'error' : 'failed',
			suite: attributes.get('classname') ?? this.#suites.at(-1) ?? '',
			name: attributes.get('name') ?? '',
			message: message || (text.split('\n', 1)[0] ?? ''),
			text,
			...(file ? {file} : {}),
			...(line > 0 ? {line} : {}),
			...(attributes.has('time') && Number.isFinite(seconds) ? {seconds} : {}),
		});
	}
}

const results: Readonly<Record<string, Exclude<Result, 'passed'>>> = {
	failure: 'failed',
	error: 'error',
	skipped: 'skipped',
};
