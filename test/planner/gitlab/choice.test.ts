import {describe, expect, test} from 'vitest';
import {type Decided, shapeOf} from './shape-of.js';

const onTag = {git: {tag: 'v1.2.3', branch: 'main'}};
const onFeature = {git: {branch: 'feature/x'}};
const mergeRequest = {source: 'merge_request_event', git: {branch: 'feature/x'}};

const rules: readonly Decided[] = [
	['a rule without conditions always matches', 'a: {script: a, rules: [{when: always}]}', ['test/a always']],
	[
		'the first rule that matches decides',
		'a: {script: a, rules: [{if: $CI, when: manual}, {when: always}]}',
		['test/a manual'],
	],
	['a job whose rules do not match is left out', 'a: {script: a, rules: [{if: $NO}]}\nb: {script: b}', ['test/b']],
	['null rules are no rules', 'a: {script: a, rules: null}', ['test/a']],
	['an empty list of rules leaves a job out', 'a: {script: a, rules: []}\nb: {script: b}', ['test/b']],
	['rules:when stands over when', 'a: {script: a, when: manual, rules: [{when: on_failure}]}', ['test/a on_failure*']],
	['a rule without when has that of the job', 'a: {script: a, when: always, rules: [{if: $CI}]}', ['test/a always']],
	['a manual rule blocks', 'a: {script: a, rules: [{if: $CI, when: manual}]}', ['test/a manual']],
	[
		'a manual rule may be allowed to fail',
		'a: {script: a, rules: [{when: manual, allow_failure: true}]}',
		['test/a manual*'],
	],
	[
		'a manual rule of a job that may fail does not block',
		'a: {script: a, allow_failure: true, rules: [{when: manual}]}',
		['test/a manual*'],
	],
	['a manual job does not block', 'a: {script: a, when: manual}', ['test/a manual*']],
	['a manual job that must not fail blocks', 'a: {script: a, when: manual, allow_failure: false}', ['test/a manual']],
	[
		'a manual job with rules stays one that may fail',
		'a: {script: a, when: manual, rules: [{if: $CI}]}',
		['test/a manual*'],
	],
	[
		'rules:allow_failure stands over the job',
		'a: {script: a, allow_failure: true, rules: [{if: $CI, allow_failure: false}]}',
		['test/a'],
	],
	[
		'rules:allow_failure stands over exit codes',
		'a: {script: a, allow_failure: {exit_codes: 3}, rules: [{if: $CI, allow_failure: false}]}',
		['test/a'],
	],
	['exit codes are kept', 'a: {script: a, allow_failure: {exit_codes: [3, 4]}}', ['test/a *3,4']],
	[
		'when: never in the middle ends it',
		'a: {script: a, rules: [{if: $CI, when: never}, {when: always}]}\nb: {script: b}',
		['test/b'],
	],
	['a delayed rule', 'a: {script: a, rules: [{when: delayed, start_in: 3 minutes}]}', ['test/a delayed']],
	['a delayed job', 'a: {script: a, when: delayed, start_in: "30 minutes"}', ['test/a delayed']],
	[
		'all conditions of a rule must hold',
		'a: {script: a, rules: [{if: $CI, exists: [nowhere]}]}\nb: {script: b, rules: [{if: $CI, exists: [x.txt]}]}',
		['test/b'],
		{files: {'x.txt': ''}},
	],
	['rules:exists takes a text', 'a: {script: a, rules: [{exists: "*.txt"}]}', ['test/a'], {files: {'x.txt': ''}}],
	[
		'rules:exists looks in folders only when told to',
		'a: {script: a, rules: [{exists: ["*.md"]}]}\nb: {script: b, rules: [{exists: ["**/*.md"]}]}',
		['test/b'],
		{files: {'doc/x.md': ''}},
	],
	['rules:exists finds a folder', 'a: {script: a, rules: [{exists: [doc/]}]}', ['test/a'], {files: {'doc/x.md': ''}}],
	[
		'rules:exists:paths with a variable',
		'variables: {D: doc}\na: {script: a, rules: [{exists: {paths: ["$D/*.md"]}}]}',
		['test/a'],
		{files: {'doc/x.md': ''}},
	],
	[
		'rules:exists:regexp',
		'a: {script: a, rules: [{exists: {regexp: "^doc/.*[.]md$"}}]}\nb: {script: b, rules: [{exists: {regexp: "^doc/.*[.]rb$"}}]}',
		['test/a'],
		{files: {'doc/x.md': ''}},
	],
	[
		'rules:exists:project asks another project',
		'a: {script: a, rules: [{exists: {paths: [x], project: g/p, ref: v1}}]}\nb: {script: b, rules: [{exists: {paths: [y], project: g/p}}]}\nc: {script: c}',
		['test/a', 'test/c'],
		{context: {filesOf: (project, ref) => (project === 'g/p' && ref === 'v1' ? ['x'] : undefined)}},
	],
	[
		'rules:exists:project of the project itself',
		'a: {script: a, rules: [{exists: {paths: [x], project: $CI_PROJECT_PATH}}]}',
		['test/a'],
		{files: {x: ''}},
	],
	['rules:changes holds for a new branch', 'a: {script: a, rules: [{changes: [x]}]}', ['test/a']],
	[
		'rules:changes asks what was pushed',
		'a: {script: a, rules: [{changes: [src/**/*]}]}\nb: {script: b, rules: [{changes: {paths: [doc/*]}}]}',
		['test/b'],
		{context: {changedFiles: ['doc/x.md']}},
	],
	[
		'rules:changes without a change',
		'a: {script: a, rules: [{changes: ["**/*"]}]}\nb: {script: b}',
		['test/b'],
		{context: {changedFiles: []}},
	],
	[
		'rules:changes:compare_to asks another ref',
		'a: {script: a, rules: [{changes: {paths: [x], compare_to: refs/heads/$B}}]}\nb: {script: b, rules: [{changes: {paths: [y], compare_to: refs/heads/$B}}]}',
		['test/a'],
		{
			context: {
				variables: {B: 'old'},
				changedFiles: ['y'],
				changedSince: ref => (ref === 'refs/heads/old' ? ['x'] : undefined),
			},
		},
	],
	[
		'rules:changes:compare_to of no ref matches',
		'a: {script: a, rules: [{changes: {paths: [x], compare_to: gone}}]}',
		['test/a'],
		{context: {changedFiles: [], changedSince: () => undefined}},
	],
	[
		'rules:changes:regexp',
		'a: {script: a, rules: [{changes: {regexp: "[.]md$"}}]}\nb: {script: b, rules: [{changes: {regexp: "[.]rb$"}}]}',
		['test/a'],
		{context: {changedFiles: ['doc/x.md']}},
	],
	[
		'rules in rules are laid flat',
		'.r: {rules: [{if: $NO}, {when: manual}]}\na: {script: a, rules: [!reference [.r, rules], {when: always}]}',
		['test/a manual'],
	],
	[
		'rules of a base are replaced',
		'.r: {rules: [{when: never}]}\na: {extends: .r, script: a, rules: [{if: $CI}]}',
		['test/a'],
	],
	['a rule sees a variable of the job', 'a: {script: a, variables: {X: y}, rules: [{if: $X == "y"}]}', ['test/a']],
	['a rule sees a global variable', 'variables: {X: y}\na: {script: a, rules: [{if: $X == "y"}]}', ['test/a']],
	[
		'a given variable stands over those of the file',
		'variables: {X: y}\na: {script: a, variables: {X: z}, rules: [{if: $X == "w"}]}',
		['test/a'],
		{context: {variables: {X: 'w'}}},
	],
	[
		'a rule does not expand variables',
		'variables: {X: $CI_COMMIT_BRANCH}\na: {script: a, rules: [{if: $X == "main"}]}\nb: {script: b}',
		['test/b'],
	],
	[
		'a rule compares two variables',
		'a: {script: a, rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]}',
		['test/a'],
	],
	['a variable that is not set is null', 'a: {script: a, rules: [{if: $NO == null}]}', ['test/a']],
	[
		'an empty variable is not null',
		'variables: {X: ""}\na: {script: a, rules: [{if: $X == null}]}\nb: {script: b, rules: [{if: $X == ""}]}\nc: {script: c, rules: [{if: $X}]}',
		['test/b'],
	],
	['a text of false is a text', 'variables: {X: "false"}\na: {script: a, rules: [{if: $X}]}', ['test/a']],
	['a boolean variable is its text', 'variables: {X: true}\na: {script: a, rules: [{if: $X == "true"}]}', ['test/a']],
	['a regular expression finds a part', 'a: {script: a, rules: [{if: $CI_COMMIT_BRANCH =~ /ai/}]}', ['test/a']],
	[
		'a regular expression with flags and anchors',
		'a: {script: a, rules: [{if: "$CI_COMMIT_BRANCH =~ /^MAIN$/i"}]}',
		['test/a'],
	],
	[
		'a regular expression in a variable',
		'variables: {P: "/^ma/"}\na: {script: a, rules: [{if: $CI_COMMIT_BRANCH =~ $P}]}',
		['test/a'],
	],
	['and binds before or', 'a: {script: a, rules: [{if: $CI || $NO && $NO}]}', ['test/a']],
	['parentheses bind first', 'a: {script: a, rules: [{if: ($CI || $NO) && $NO}]}\nb: {script: b}', ['test/b']],
	[
		'an expression over lines',
		'a:\n  script: a\n  rules:\n    - if: >\n        $CI &&\n        $CI_COMMIT_BRANCH\n',
		['test/a'],
	],
	[
		'a tag has no branch',
		'a: {script: a, rules: [{if: $CI_COMMIT_BRANCH}]}\nb: {script: b, rules: [{if: $CI_COMMIT_TAG =~ /^v\\d+/}]}',
		['test/b'],
		{context: onTag},
	],
	[
		'a merge request has no branch',
		'a: {script: a, rules: [{if: $CI_COMMIT_BRANCH}]}\nb: {script: b, rules: [{if: $CI_MERGE_REQUEST_IID}]}',
		['test/b'],
		{context: mergeRequest},
	],
	[
		'a given variable makes a merge request',
		'a: {script: a, rules: [{if: $CI_MERGE_REQUEST_TARGET_BRANCH_NAME == "main"}]}',
		['test/a'],
		{context: {variables: {CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main'}}},
	],
	[
		'a rule of a matrix job sees its values',
		'a: {script: a, parallel: {matrix: [{X: [y, z]}]}, rules: [{if: $X == "z"}]}',
		['test/a: [z]'],
	],
	[
		'rules:variables do not decide the rule',
		'a: {script: a, rules: [{if: $X == "y", variables: {X: y}}]}\nb: {script: b}',
		['test/b'],
	],
	[
		'variables of a workflow rule are seen by jobs',
		'workflow: {rules: [{if: $CI, variables: {X: y}}]}\na: {script: a, rules: [{if: $X == "y"}]}',
		['test/a'],
	],
	[
		'a workflow that says never runs nothing',
		'workflow: {rules: [{if: $CI, when: never}, {when: always}]}\na: {script: a}',
		[],
	],
	['a workflow that matches nothing runs nothing', 'workflow: {rules: [{if: $NO}]}\na: {script: a}', []],
	[
		'a workflow rule may have keys that do nothing',
		'workflow: {rules: [{if: $CI, allow_failure: true, needs: []}]}\na: {script: a}',
		['test/a'],
	],
	[
		'inherit:variables hides global ones from rules',
		'variables: {X: y}\na: {script: a, inherit: {variables: false}, rules: [{if: $X}]}\nb: {script: b}',
		['test/b'],
	],
	[
		'inherit:variables may name some',
		'variables: {X: y, Z: z}\na: {script: a, inherit: {variables: [X]}, rules: [{if: $X && $Z == null}]}',
		['test/a'],
	],
];

const policies: readonly Decided[] = [
	['only a branch', 'a: {script: a, only: [main]}\nb: {script: b, only: [other]}', ['test/a']],
	['only master and main', 'a: {script: a, only: [master, main]}', ['test/a']],
	['only branches', 'a: {script: a, only: [branches]}\nb: {script: b, only: [tags]}', ['test/a']],
	[
		'only tags, on a tag',
		'a: {script: a, only: [branches]}\nb: {script: b, only: [tags]}\nc: {script: c}',
		['test/b', 'test/c'],
		{context: onTag},
	],
	['except a branch', 'a: {script: a, except: [main]}\nb: {script: b, except: [other]}', ['test/b']],
	[
		'only and except',
		'a: {script: a, only: [branches], except: [/^feature.*$/]}\nb: {script: b, only: [branches], except: [main]}',
		['test/b'],
		{context: onFeature},
	],
	[
		'only a pattern',
		'a: {script: a, only: [/^feature/]}\nb: {script: b, only: [/^FEATURE/i]}',
		['test/a', 'test/b'],
		{context: onFeature},
	],
	['only pushes, not schedules', 'a: {script: a, only: [pushes]}\nb: {script: b, only: [schedules]}', ['test/a']],
	[
		'only schedules, on a schedule',
		'a: {script: a, only: [schedules]}\nb: {script: b, except: [schedules]}\nc: {script: c}',
		['test/a', 'test/c'],
		{context: {source: 'schedule'}},
	],
	[
		'only web and triggers',
		'a: {script: a, only: [web]}\nb: {script: b, only: [triggers]}',
		['test/b'],
		{context: {source: 'trigger'}},
	],
	[
		'only merge requests',
		'a: {script: a, only: [merge_requests]}\nb: {script: b}\nc: {script: c, rules: [{when: on_success}]}',
		['test/a', 'test/c'],
		{context: mergeRequest},
	],
	[
		'a merge request is of no branch by name',
		'a: {script: a, only: [feature/x]}\nb: {script: b, only: [/feature/]}\nc: {script: c, only: [merge_requests]}',
		['test/c'],
		{context: mergeRequest},
	],
	[
		'only:refs and variables must both match',
		'a: {script: a, only: {refs: [main], variables: [$NO]}}\nb: {script: b, only: {refs: [main], variables: [$NO, $CI]}}',
		['test/b'],
	],
	['only:variables means branches and tags', 'a: {script: a, only: {variables: [$CI]}}', ['test/a']],
	[
		'except:variables',
		'a: {script: a, except: {variables: [$CI]}}\nb: {script: b, except: {variables: [$NO]}}',
		['test/b'],
	],
	['except:refs or variables', 'a: {script: a, except: {refs: [other], variables: [$CI]}}\nb: {script: b}', ['test/b']],
	[
		'only:changes',
		'a: {script: a, only: {changes: [x]}}\nb: {script: b, only: {changes: [y]}}',
		['test/a'],
		{context: {changedFiles: ['x']}},
	],
	[
		'except:changes',
		'a: {script: a, except: {changes: ["*.md"]}}\nb: {script: b}',
		['test/b'],
		{context: {changedFiles: ['x.md']}},
	],
	[
		'only:kubernetes',
		'a: {script: a, only: {kubernetes: active}}\nb: {script: b, except: {kubernetes: active}}',
		['test/b'],
	],
	[
		'only of another project',
		'a: {script: a, only: [branches@g/p]}\nb: {script: b, only: [main@acme/shop]}',
		['test/b'],
	],
	[
		'only through extends is replaced as a list',
		'.o: {only: [other]}\na: {extends: .o, script: a, only: [main]}',
		['test/a'],
	],
	['only: null is none', '.o: {only: [other]}\na: {extends: .o, script: a, only: null}', ['test/a']],
	[
		'with workflow rules a job runs for merge requests',
		'workflow: {rules: [{when: always}]}\na: {script: a}',
		['test/a'],
		{context: mergeRequest},
	],
];

describe('GitLab decides by rules', () => {
	for (const decided of rules) test(decided[0], () => expect(shapeOf(decided)).toEqual(decided[2]));
});

describe('GitLab decides by only and except', () => {
	for (const decided of policies) test(decided[0], () => expect(shapeOf(decided)).toEqual(decided[2]));
});
