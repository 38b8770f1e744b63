import type {Diagnostic, Severity} from '../errors.js';
import {type Place, positionOf, type SourceFile} from './yaml/source-file.js';

/** Errors about what is not there. */
const missingCodes: ReadonlySet<string> = new Set([
	'KEY_MISSING',
	'START_IN_MISSING',
	'START_IN_ALONE',
	'VARIABLE_OPTION',
]);

/** Nobody reads more: what comes after so many errors is counted only. */
const mostErrors = 1000;

/** Collects what is wrong while files are read; the same thing at the same place (a base of many jobs) is told once. */
export class Problems {
	readonly #found = new Map<string, Diagnostic>();
	/** Paths, in the order in which they were met. */
	readonly #files = new Map<string, number>();
	readonly #onceTold = new Set<string>();
	#errors = 0;
	#forgiven = false;

	/** From now on an include is missing: what it may have said is not told as missing too. */
	forgiveMissing(): void {
		this.#forgiven = true;
	}

	/** Nothing more is taken in: not worth looking for suggestions. */
	get isFull(): boolean {
		return this.#errors >= mostErrors;
	}

	get hasErrors(): boolean {
		return this.#errors > 0;
	}

	error(code: string, message: string, place: Place, hint?: string): void {
		if (this.#forgiven && missingCodes.has(code)) return;
		if (this.#add('error', code, message, place, hint)) this.#errors++;
	}

	warn(code: string, message: string, place: Place, hint?: string): void {
		this.#add('warning', code, message, place, hint);
	}

	/** A warning about a subject that is told at its first place only. */
	warnOnce(subject: string, code: string, message: string, place: Place, hint?: string): void {
		if (this.#onceTold.has(subject)) return;
		this.#onceTold.add(subject);
		this.warn(code, message, place, hint);
	}

	/** All of them: files in the order they were met, each from top to bottom. */
	sorted(): readonly Diagnostic[] {
		const order = ({position}: Diagnostic) => this.#files.get(position.file) ?? 0;
		return [...this.#found.values()].sort(
			(a, b) =>
				order(a) - order(b) ||
				a.position.line - b.position.line ||
				a.position.column - b.position.column ||
				a.severity.localeCompare(b.severity),
		);
	}

	/** Files are told in the order in which they are met here. */
	meet(file: SourceFile): void {
		if (!this.#files.has(file.path)) this.#files.set(file.path, this.#files.size);
	}

	#add(severity: Severity, code: string, message: string, place: Place, hint: string | undefined): boolean {
		if (this.isFull) return false;
		this.meet(place.file);
		const position = positionOf(place);
		const key = `${position.file}:${position.line}:${position.column}:${code}`;
		if (this.#found.has(key)) return false;
		const {includedFrom} = place.file;
		this.#found.set(key, {
			severity,
			code,
			message,
			...(hint === undefined ? {} : {hint}),
			position,
			...(includedFrom.length === 0 ? {} : {includedFrom}),
		});
		return true;
	}
}

/** The first file's first place, for what is nowhere in particular. */
export function startOf(file: SourceFile): Place {
	return {file, start: 0, end: 1};
}
