import {readFile, writeFile} from 'node:fs/promises';
import type {CiError, Result} from '../../errors.js';
import type {JobSpec} from '../../executor/executor.js';
import type {LogStore} from '../../logs/log.js';
import type {Findings, TestReport} from '../../model/findings.js';
import {textMask} from '../../model/mask-text.js';
import type {PlannedJob} from '../../model/plan.js';
import type {RunRecorder} from '../../store/store.js';
import {coverageIn} from './coverage.js';
import {readDotenv} from './dotenv.js';
import {addTests, noTests, readJunit} from './junit.js';
import type {ReadReport, ReportFile} from './report-files.js';

export interface FindingsOptions {
	/** Without it reports are not read. */
	readonly readReport: ReadReport | undefined;
	readonly logs: LogStore;
	readonly recorder: RunRecorder;
	readonly masked: readonly string[];
	/** `CI_PROJECT_DIR`. */
	readonly projectDir: string;
}

/** GitLab reads no bigger reports either. */
const mostBytesOfReport = 30 * 1024 * 1024;
/** One more than is allowed: the reader of the report refuses it then. */
const mostBytesOfDotenv = 64 * 1024;

/** Finds what a job tells by its log and its reports. */
export class FindingsReader {
	readonly #options: FindingsOptions;

	constructor(options: FindingsOptions) {
		this.#options = options;
	}

	/** The variables that the attempt's dotenv report gives to others; none without one. */
	async dotenv({job, attempt, artifactsOut}: JobSpec): Promise<Result<Readonly<Record<string, string>>, CiError>> {
		const patterns = artifactsOut?.artifacts.reports['dotenv'] ?? [];
		return readDotenv(await this.#files(job, attempt, patterns, mostBytesOfDotenv));
	}

	/** Of an attempt that has ended, its log included. What cannot be read is not there. */
	async read({coverage: expression}: PlannedJob, {job, attempt, artifactsOut}: JobSpec): Promise<Findings> {
		const coverage = expression === undefined ? undefined : await this.#coverage(job, attempt, expression);
		const patterns = artifactsOut?.artifacts.reports['junit'] ?? [];
		const tests = await this.#tests(job, attempt, patterns).catch(() => undefined);
		return {
			...(coverage === undefined ? {} : {coverage}),
			...(tests === undefined
				? {}
				: {tests: {total: tests.total, failed: tests.failed, skipped: tests.skipped, errors: tests.errors}}),
		};
	}

	async #coverage(job: string, attempt: number, expression: string): Promise<number | undefined> {
		const {logs, recorder} = this.#options;
		const log = logs.open(recorder.logFile(job, attempt));
		try {
			return await coverageIn(log, expression);
		} catch {
			// A log that cannot be read has been told of already.
			return undefined;
		} finally {
			log.close();
		}
	}

	/** Keeps what failed in a file beside the log. */
	async #tests(job: string, attempt: number, patterns: readonly string[]): Promise<TestReport | undefined> {
		const files = await this.#files(job, attempt, patterns, mostBytesOfReport);
		if (files.length === 0) return undefined;
		const report = files.map(({content}) => readJunit(content.toString('utf8'))).reduce(addTests, noTests);
		const mask = textMask(this.#options.masked);
		const text = JSON.stringify(report, (_, value: unknown) => (typeof value === 'string' ? mask(value) : value), '\t');
		await writeFile(testsFile(this.#options.recorder.logFile(job, attempt)), `${text}\n`, {mode: 0o600});
		return report;
	}

	async #files(
		job: string,
		attempt: number,
		patterns: readonly string[],
		mostBytes: number,
	): Promise<readonly ReportFile[]> {
		const {readReport, recorder, projectDir} = this.#options;
		if (readReport === undefined || patterns.length === 0) return [];
		return readReport({archive: reportsFile(recorder.artifactFile(job, attempt)), patterns, projectDir, mostBytes});
	}
}

/** The archive of an attempt's reports, beside that of its artifacts. */
export function reportsFile(artifactFile: string): string {
	return artifactFile.replace(/\.tar$/, '.reports.tar');
}

/** What failed in an attempt's tests, from the file beside its log; undefined when there is none. */
export async function readTests(logFile: string): Promise<TestReport | undefined> {
	try {
		return JSON.parse(await readFile(testsFile(logFile), 'utf8')) as TestReport;
	} catch {
		// Not written: the attempt has no tests.
		return undefined;
	}
}

function testsFile(logFile: string): string {
	return `${logFile}.tests.json`;
}
