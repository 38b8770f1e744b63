import type {TestFailure} from '../../model/findings.js';
import type {Link} from './link.js';

/** A test that failed, as a job's report tells of it. */
export interface TestCase {
	/** The suite or class it belongs to. */
	readonly suite: string;
	readonly name: string;
	readonly ms?: number;
	/** What the report says of the failure, with line breaks. */
	readonly message: string;
	readonly place?: Link;
}

export function testCaseOf({suite, name, text, message, file, line, seconds}: TestFailure): TestCase {
	return {
		suite,
		name,
		message: text === '' ? message : text,
		...(seconds === undefined ? {} : {ms: seconds * 1000}),
		...(file === undefined || line === undefined ? {} : {place: {file, line}}),
	};
}

/** `pay › refunds once` */
export function testName({suite, name}: Pick<TestCase, 'suite' | 'name'>, into: string): string {
	return suite === '' ? name : `${suite} ${into} ${name}`;
}
