import type {Position} from '../../errors.js';

/** A variable as one of the user's files gives it. */
export interface GivenVariable {
	readonly name: string;
	readonly value: string;
	/** Its value must never be seen. */
	readonly masked: boolean;
	/** The job gets the path of a file with this content. */
	readonly file: boolean;
	/** References in it stay as they are (GitLab's "raw"). */
	readonly raw: boolean;
	/** Only jobs whose environment's name matches get it; `*` stands for any text. */
	readonly environment?: string;
	readonly position: Position;
}

/** GitLab's rule for names ("CI/CD variables", "Define a CI/CD variable in the UI"). */
export const variableName = /^[A-Za-z_]\w*$/;
