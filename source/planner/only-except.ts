import type {Conditions} from '../expressions/conditions.js';
import {compileRegex} from '../expressions/regex/regex.js';
import type {Context} from '../model/context.js';
import type {JobDefinition, PipelineDefinition, PolicyDefinition} from '../model/definition.js';

/**
 * Why `only` or `except` leave a job out; undefined when they do not (GitLab's reference, "only / except"). Without
 * any of them, and without rules, a job runs for branches and tags, not for merge requests.
 */
export function decidePolicy(
	{only, except}: JobDefinition,
	definition: PipelineDefinition,
	conditions: Conditions,
	variables: ReadonlyMap<string, string>,
	context: Context,
): string | undefined {
	const match = {conditions, variables, context};
	if (only) {
		const unmet = sectionsOf({...only, refs: only.refs ?? ['branches', 'tags']}, match).find(section => !section.met);
		if (unmet) return `"only" does not match: ${unmet.words}`;
	} else if (!definition.workflow.rules && !matchesRefs(['branches', 'tags'], context)) {
		return 'it has no rules, so it runs for branches and tags only';
	}

	const met = except && sectionsOf(except, match).find(section => section.met);
	return met ? `"except" matches: ${met.words}` : undefined;
}

interface Match {
	readonly conditions: Conditions;
	readonly variables: ReadonlyMap<string, string>;
	readonly context: Context;
}

function sectionsOf(policy: PolicyDefinition, {conditions, variables, context}: Match) {
	const sections: {readonly met: boolean; readonly words: string}[] = [];
	if (policy.refs) sections.push({met: matchesRefs(policy.refs, context), words: `refs ${policy.refs.join(', ')}`});
	if (policy.kubernetes) sections.push({met: false, words: 'kubernetes is not active'});
	if (policy.variables) {
		const met = policy.variables.some(expression => conditions.holds(expression, variables));
		sections.push({met, words: `variables ${policy.variables.join(', ')}`});
	}

	if (policy.changes) {
		sections.push({met: conditions.isChanged(policy.changes), words: `changes ${policy.changes.join(', ')}`});
	}

	return sections;
}

function matchesRefs(refs: readonly string[], context: Context): boolean {
	return refs.some(written => {
		const at = written.indexOf('@', written.lastIndexOf('/', written.indexOf('@') === -1 ? 0 : written.indexOf('@')));
		const [ref, project] = at === -1 ? [written] : [written.slice(0, at), written.slice(at + 1)];
		return (project === undefined || project === context.projectPath) && matchesRef(ref, context);
	});
}

function matchesRef(ref: string, {git, source}: Context): boolean {
	const isTag = git.tag !== undefined;
	const isMergeRequest = source === 'merge_request_event';
	if (ref === 'tags') return isTag;
	if (ref === 'branches') return !isTag && !isMergeRequest;
	if (ref === 'merge_requests') return isMergeRequest;
	if (ref === 'external_pull_requests') return source === 'external_pull_request_event';
	if (ref === source || ref === pluralOf(source)) return true;
	// A merge request has no branch or tag that a name could mean.
	if (isMergeRequest) return false;
	const name = git.tag ?? git.branch;
	const pattern = /^\/([\s\S]*)\/([ismU]*)$/.exec(ref);
	if (!pattern) return ref === name;
	const compiled = compileRegex(pattern[1] ?? '', pattern[2]);
	return compiled.ok && compiled.value.test(name);
}

function pluralOf(source: string): string {
	return source === 'push' ? 'pushes' : `${source}s`;
}
