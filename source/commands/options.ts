/** What the command line asked for, checked and with defaults filled in. */
export interface Options {
	/** Absolute. */
	readonly cwd: string;
	/** The pipeline file, relative to the repository's root. */
	readonly file?: string;
	/** One of `.pipelines/*.yml`, by its name. */
	readonly pipeline?: string;
	readonly json: boolean;
	readonly repo?: string;
	readonly branch?: string;
	readonly commit?: string;
	readonly executor: ExecutorChoice;
	readonly defaultImage: string;
	/** How many jobs may run at once. */
	readonly concurrency: number;
	readonly variables: Readonly<Record<string, string>>;
	/** Files of variables, absolute; a later one overrides. */
	readonly variablesFiles: readonly string[];
	/** `GROUP/PROJECT` → folder of a checkout. */
	readonly includeMap: Readonly<Record<string, string>>;
	readonly ui: UiChoice;
	/** Somebody will be there to look into the containers of failed jobs. */
	readonly keepFailed?: boolean;
	/** Print logs (`report --logs`). */
	readonly logs: boolean;
	readonly run?: number;
	readonly stage?: string;
	readonly job?: string;
	readonly keep?: number;
	/** `clean`: the caches of jobs, too. */
	readonly cache?: boolean;
}

export type ExecutorChoice = 'docker' | 'shell' | 'auto';
export type UiChoice = 'auto' | 'tui' | 'plain' | 'json' | 'quiet';

export const executorChoices: readonly ExecutorChoice[] = ['docker', 'shell', 'auto'];
export const uiChoices: readonly UiChoice[] = ['auto', 'tui', 'plain', 'json', 'quiet'];
