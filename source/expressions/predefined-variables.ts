import type {Context} from '../model/context.js';

/**
 * The variables GitLab predefines that are the same for every job and known before a run ("Predefined CI/CD variables
 * reference"). What only a run knows (`CI_JOB_ID`, `CI_PROJECT_DIR`, …) is added by the engine and the executor.
 */
export function pipelineVariables(context: Context): Readonly<Record<string, string>> {
	const common = {...server, ...projectVariables(context), ...commitVariables(context), ...userVariables(context)};
	return context.source === mergeRequest ? {...common, ...mergeRequestVariables(context)} : common;
}

const mergeRequest = 'merge_request_event';

const server = {
	CI: 'true',
	GITLAB_CI: 'true',
	CI_SERVER: 'yes',
	CI_SERVER_FQDN: 'localhost',
	CI_SERVER_HOST: 'localhost',
	CI_SERVER_NAME: 'GitLab',
	CI_SERVER_PORT: '80',
	CI_SERVER_PROTOCOL: 'http',
	CI_SERVER_REVISION: '0000000',
	CI_SERVER_SHELL_SSH_HOST: 'localhost',
	CI_SERVER_SHELL_SSH_PORT: '22',
	CI_SERVER_URL: 'http://localhost',
	CI_SERVER_VERSION: '18.6.0',
	CI_SERVER_VERSION_MAJOR: '18',
	CI_SERVER_VERSION_MINOR: '6',
	CI_SERVER_VERSION_PATCH: '0',
	CI_API_V4_URL: 'http://localhost/api/v4',
	CI_API_GRAPHQL_URL: 'http://localhost/api/graphql',
	CI_TEMPLATE_REGISTRY_HOST: 'registry.gitlab.com',
	GITLAB_FEATURES: '',
} as const;

function projectVariables(context: Context): Record<string, string> {
	const path = context.projectPath;
	const slash = path.lastIndexOf('/');
	const namespace = slash === -1 ? path : path.slice(0, slash);
	const name = path.slice(slash + 1);
	return {
		CI_PROJECT_ID: '1',
		CI_PROJECT_NAME: name,
		CI_PROJECT_TITLE: name,
		CI_PROJECT_DESCRIPTION: '',
		CI_PROJECT_PATH: path,
		CI_PROJECT_PATH_SLUG: slugOf(path),
		CI_PROJECT_NAMESPACE: namespace,
		CI_PROJECT_NAMESPACE_ID: '1',
		CI_PROJECT_NAMESPACE_SLUG: slugOf(namespace),
		CI_PROJECT_ROOT_NAMESPACE: namespace.split('/')[0] ?? '',
		CI_PROJECT_URL: `${server.CI_SERVER_URL}/${path}`,
		CI_PROJECT_VISIBILITY: 'private',
		CI_PROJECT_REPOSITORY_LANGUAGES: '',
		CI_PROJECT_TOPICS: '',
		CI_PROJECT_CLASSIFICATION_LABEL: '',
		CI_DEFAULT_BRANCH: context.git.defaultBranch,
		CI_DEFAULT_BRANCH_SLUG: slugOf(context.git.defaultBranch),
		CI_CONFIG_PATH: '.gitlab-ci.yml',
		CI_REPOSITORY_URL: context.repoUrl,
		CI_REGISTRY: 'registry.localhost',
		CI_REGISTRY_IMAGE: `registry.localhost/${path.toLowerCase()}`,
		CI_DEPENDENCY_PROXY_SERVER: 'localhost:80',
		CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX: `localhost:80/${namespace}/dependency_proxy/containers`,
		CI_DEPENDENCY_PROXY_DIRECT_GROUP_IMAGE_PREFIX: `localhost:80/${namespace}/dependency_proxy/containers`,
		CI_PAGES_DOMAIN: 'localhost',
		CI_PAGES_HOSTNAME: `${namespace}.localhost`,
		CI_PAGES_URL: `http://${namespace}.localhost/${name}`,
	};
}

function commitVariables({git, source, now}: Context): Record<string, string> {
	const ref = git.tag ?? git.branch;
	const [title = '', ...rest] = git.message.split('\n');
	const description = title.length < 100 ? rest.join('\n').replace(/^\n+/, '') : git.message;
	return {
		CI_COMMIT_SHA: git.commitHash,
		CI_COMMIT_SHORT_SHA: git.commitHash.slice(0, 8),
		CI_COMMIT_BEFORE_SHA: git.beforeHash,
		CI_COMMIT_REF_NAME: ref,
		CI_COMMIT_REF_SLUG: slugOf(ref),
		// GitLab protects the default branch, and nothing else, unless told otherwise.
		CI_COMMIT_REF_PROTECTED: String(ref === git.defaultBranch),
		...(git.tag !== undefined && {CI_COMMIT_TAG: git.tag, CI_COMMIT_TAG_MESSAGE: ''}),
		// A merge request's pipeline has no branch of its own.
		...(git.tag === undefined && source !== mergeRequest && {CI_COMMIT_BRANCH: git.branch}),
		CI_COMMIT_MESSAGE: git.message,
		CI_COMMIT_TITLE: title,
		CI_COMMIT_DESCRIPTION: description,
		CI_COMMIT_AUTHOR: git.author,
		CI_COMMIT_TIMESTAMP: git.timestamp,
		CI_PIPELINE_SOURCE: source,
		CI_PIPELINE_TRIGGERED: 'false',
		CI_PIPELINE_CREATED_AT: new Date(now).toISOString().replace(/\.\d+Z$/, 'Z'),
	};
}

/** Enough for rules to tell a merge request; anything more is given by `--variable`. */
function mergeRequestVariables({git, projectPath}: Context): Record<string, string> {
	return {
		CI_MERGE_REQUEST_ID: '1',
		CI_MERGE_REQUEST_IID: '1',
		CI_MERGE_REQUEST_EVENT_TYPE: 'detached',
		CI_MERGE_REQUEST_PROJECT_PATH: projectPath,
		CI_MERGE_REQUEST_REF_PATH: 'refs/merge-requests/1/head',
		CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: git.branch,
		CI_MERGE_REQUEST_SOURCE_PROJECT_PATH: projectPath,
		CI_MERGE_REQUEST_TARGET_BRANCH_NAME: git.defaultBranch,
	};
}

function userVariables({git}: Context): Record<string, string> {
	return {
		GITLAB_USER_ID: '1',
		GITLAB_USER_LOGIN: git.userEmail.split('@')[0] || 'local',
		GITLAB_USER_NAME: git.userName,
		GITLAB_USER_EMAIL: git.userEmail,
	};
}

/** Lower case, 63 characters at most, everything but letters and digits a dash, none at the ends. */
export function slugOf(text: string): string {
	return text
		.toLowerCase()
		.replaceAll(/[^a-z0-9]/g, '-')
		.slice(0, 63)
		.replace(/^-+/, '')
		.replace(/-+$/, '');
}
