export interface ProjectPlace {
	readonly projectDir: string;
	/** The folder that all projects lie in. */
	readonly buildsDir: string;
}

/** A job's environment with the variables whose value is the place of the project. */
export function placeVariables(
	variables: Readonly<Record<string, string>>,
	{projectDir, buildsDir}: ProjectPlace,
): Readonly<Record<string, string>> {
	return {...variables, CI_PROJECT_DIR: projectDir, CI_BUILDS_DIR: buildsDir, PWD: projectDir};
}
