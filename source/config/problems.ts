import type {Diagnostic, Position, Severity} from '../errors.js';
import {type Place, positionOf, type SourceFile} from './yaml/source-file.js';

/** Collects what is wrong while files are read; the same thing at the same place (a base of many jobs) is told once. */
export class Problems {
	readonly #found = new Map<string, {readonly diagnostic: Diagnostic; readonly file: number; readonly start: number}>();
	readonly #files = new Map<SourceFile, number>();
	readonly #onceTold = new Set<string>();
	#errors = 0;

	get hasErrors(): boolean {
		return this.#errors > 0;
	}

	error(code: string, message: string, place: Place, hint?: string): void {
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
		return [...this.#found.values()]
			.sort((a, b) => a.file - b.file || a.start - b.start || order(a.diagnostic) - order(b.diagnostic))
			.map(({diagnostic}) => diagnostic);
	}

	/** Files are told in the order in which they are met here. */
	meet(file: SourceFile): void {
		if (!this.#files.has(file)) this.#files.set(file, this.#files.size);
	}

	#add(severity: Severity, code: string, message: string, place: Place, hint: string | undefined): boolean {
		this.meet(place.file);
		const file = this.#files.get(place.file) ?? 0;
		const key = `${file}:${place.start}:${code}:${code === 'KEY_UNKNOWN' ? '' : place.end}`;
		if (this.#found.has(key)) return false;
		const {includedFrom} = place.file;
		const diagnostic: Diagnostic = {
			severity,
			code,
			message,
			...(hint === undefined ? {} : {hint}),
			position: positionOf(place),
			...(includedFrom.length === 0 ? {} : {includedFrom}),
		};
		this.#found.set(key, {diagnostic, file, start: place.start});
		return true;
	}
}

/** The first file's first place, for what is nowhere in particular. */
export function startOf(file: SourceFile): Place {
	return {file, start: 0, end: 1};
}

/** A place in words: `line 3`, or `line 3 of ci/build.yml` when it is in another file than the reader looks at. */
export function inWords(position: Position, from?: Position): string {
	return from === undefined || from.file === position.file
		? `line ${position.line}`
		: `line ${position.line} of ${position.file}`;
}

function order(diagnostic: Diagnostic): number {
	return diagnostic.severity === 'error' ? 0 : 1;
}
