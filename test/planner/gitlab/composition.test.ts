import {describe, expect, test} from 'vitest';
import {type Decided, shapeOf} from './shape-of.js';

const shape: readonly Decided[] = [
	[
		'without stages there are three',
		'd: {stage: deploy, script: d}\nb: {stage: build, script: b}\nt: {script: t}',
		['build/b', 'test/t', 'deploy/d'],
	],
	[
		'.pre and .post are always there',
		'z: {stage: .post, script: z}\na: {stage: .pre, script: a}\nt: {script: t}',
		['.pre/a', 'test/t', '.post/z'],
	],
	[
		'.pre and .post may be named',
		'stages: [.post, one, .pre]\nz: {stage: .post, script: z}\nt: {stage: one, script: t}',
		['one/t', '.post/z'],
	],
	['jobs of .pre and .post alone are no pipeline', 'a: {stage: .pre, script: a}\nz: {stage: .post, script: z}', []],
	[
		'a stage that is named twice counts once',
		'stages: [one, two, one]\na: {stage: two, script: a}\nb: {stage: one, script: b}',
		['one/b', 'two/a'],
	],
	[
		'jobs stay in the order of the file',
		'z: {script: z}\na: {script: a}\nm: {script: m}',
		['test/z', 'test/a', 'test/m'],
	],
	['a stage through extends', 'stages: [x, y]\n.s: {stage: y}\na: {extends: .s, script: a}', ['y/a']],
	['parallel by number', 'a: {script: a, parallel: 3}', ['test/a 1/3', 'test/a 2/3', 'test/a 3/3']],
	['parallel of one', 'a: {script: a, parallel: 1}', ['test/a 1/1']],
	['a matrix of one value', 'a: {script: a, parallel: {matrix: [{X: y}]}}', ['test/a: [y]']],
	[
		'a matrix, the last variable fastest',
		'a: {script: a, parallel: {matrix: [{X: [a, b], Y: [1, 2]}]}}',
		['test/a: [a, 1]', 'test/a: [a, 2]', 'test/a: [b, 1]', 'test/a: [b, 2]'],
	],
	[
		'rows of a matrix',
		'a: {script: a, parallel: {matrix: [{X: a}, {Y: [b, c], X: d}]}}',
		['test/a: [a]', 'test/a: [b, d]', 'test/a: [c, d]'],
	],
	[
		'a matrix with whole numbers and texts',
		'a: {script: a, parallel: {matrix: [{X: [3, "3.10", 010, y]}]}}',
		['test/a: [3]', 'test/a: [3.10]', 'test/a: [8]', 'test/a: [y]'],
	],
	[
		'a matrix in a manual job',
		'a: {script: a, when: manual, parallel: {matrix: [{X: [1, 2]}]}}',
		['test/a: [1] manual*', 'test/a: [2] manual*'],
	],
	[
		'a matrix through an anchor',
		'.m: &m {matrix: [{X: [1, 2]}]}\na: {script: a, parallel: *m}',
		['test/a: [1]', 'test/a: [2]'],
	],
	[
		'needs of all of a matrix',
		'a: {script: a, stage: build, parallel: {matrix: [{X: [1, 2]}]}}\nb: {script: b, needs: [a]}',
		['build/a: [1]', 'build/a: [2]', 'test/b'],
	],
	[
		'needs of one of a matrix, by name',
		'a: {script: a, parallel: {matrix: [{X: [1, 2]}]}}\nb: {script: b, needs: ["a: [2]"]}',
		['test/a: [1]', 'test/a: [2]', 'test/b'],
	],
	[
		'needs of parts of a matrix',
		'a: {script: a, parallel: {matrix: [{X: [1, 2], Y: [3, 4]}]}}\nb: {script: b, needs: [{job: a, parallel: {matrix: [{X: 1, Y: [3, 4]}]}}]}',
		['test/a: [1, 3]', 'test/a: [1, 4]', 'test/a: [2, 3]', 'test/a: [2, 4]', 'test/b'],
	],
	[
		'needs by the matrix of the job',
		'a: {script: a, parallel: {matrix: [{X: [1, 2]}]}}\nb: {script: b, parallel: {matrix: [{X: [1, 2]}]}, needs: [{job: a, parallel: {matrix: [{X: ["$[[ matrix.X ]]"]}]}}]}',
		['test/a: [1]', 'test/a: [2]', 'test/b: [1]', 'test/b: [2]'],
	],
	['a job may need one of its own stage', 'b: {script: b, needs: [a]}\na: {script: a}', ['test/b', 'test/a']],
	['needs as a map', 'a: {script: a}\nb: {script: b, needs: {job: a, artifacts: false}}', ['test/a', 'test/b']],
	[
		'needs in lists',
		'.n: {needs: [a]}\na: {script: a}\nb: {script: b, needs: [!reference [.n, needs]]}',
		['test/a', 'test/b'],
	],
	[
		'an optional need that is left out',
		'a: {script: a, rules: [{if: $NO}]}\nb: {script: b, needs: [{job: a, optional: true}]}',
		['test/b'],
	],
	['an optional need that does not exist', 'b: {script: b, needs: [{job: a, optional: true}]}', ['test/b']],
	['a need that is left out', 'a: {script: a, rules: [{if: $NO}]}\nb: {script: b, needs: [a]}', ['2 NEEDS_LEFT_OUT']],
	[
		'a need that is left out, of a job that is left out',
		'a: {script: a, rules: [{if: $NO}]}\nb: {script: b, needs: [a], rules: [{if: $NO}]}\nc: {script: c}',
		['test/c'],
	],
	[
		'needs of a rule stand over those of the job',
		'a: {script: a, rules: [{if: $NO}]}\nb: {script: b}\nc: {script: c, needs: [a], rules: [{if: $CI, needs: [b]}]}',
		['test/b', 'test/c'],
	],
	[
		'needs of other pipelines wait for nothing',
		'a: {script: a, needs: [{pipeline: $UP, job: x}, {project: g/p, job: y, ref: main}]}',
		['test/a'],
	],
	['a job that mirrors another pipeline', 'a: {needs: {pipeline: g/p}}', ['test/a']],
	[
		'more needs than GitLab allows, made by a matrix',
		`a: {script: a, parallel: 51}\nb: {script: b, needs: [a]}`,
		['2 NEEDS_TOO_MANY'],
	],
	['dependencies of its own stage', 'a: {script: a}\nb: {script: b, dependencies: [a]}', ['test/a', 'test/b']],
	['empty dependencies', 'a: {script: a, dependencies: []}', ['test/a']],
	[
		'a trigger job',
		'a: {trigger: g/p, when: manual}\nb: {trigger: {include: child.yml, strategy: depend}, allow_failure: true}',
		['test/a manual*', 'test/b*'],
	],
	[
		'a trigger job with a matrix',
		'a: {trigger: {include: child.yml}, parallel: {matrix: [{X: [1, 2]}]}}',
		['test/a: [1]', 'test/a: [2]'],
	],
	[
		'a trigger job takes no defaults but one',
		'default: {tags: [x], retry: 1, image: y, interruptible: true}\na: {trigger: g/p}',
		['test/a'],
	],
	[
		'a job may be named like a keyword of a job',
		'script: {script: a}\nimage-build: {script: b}\nrules: {script: c}\npages: {script: d}',
		['test/script', 'test/image-build', 'test/rules', 'test/pages'],
	],
	[
		'a job may be named default or workflow',
		'default: {script: a}\nworkflow: {script: b}',
		['test/default', 'test/workflow'],
	],
	[
		'names with spaces, signs and letters of all scripts',
		'"build: x/y [1]": {script: a}\ntest ünï 测试 🚀: {script: b}\n"quoted key": {script: c}',
		['test/build: x/y [1]', 'test/test ünï 测试 🚀', 'test/quoted key'],
	],
	[
		'an empty key of a job is as if not there',
		'a: {script: a, stage: , image: , needs: , tags: , when: , allow_failure: , variables: , cache: }',
		['test/a'],
	],
	[
		'a job that releases',
		'a: {script: a, release: {tag_name: v1, description: x, assets: {links: [{name: n, url: "https://x"}]}}}',
		['test/a'],
	],
	[
		'a job of steps',
		'a: {run: [{name: hello, script: echo}, {name: f, func: ./x, inputs: {a: [1]}, env: {B: c}}]}',
		['test/a'],
	],
	[
		'pages in its forms',
		'pages: {script: a, publish: x}\nb: {script: b, pages: {publish: y, path_prefix: z, expire_in: 1 day}}\nc: {script: c, pages: true, publish: z}',
		['test/pages', 'test/b', 'test/c'],
	],
	[
		'secrets, tokens, hooks and the cloud',
		'a:\n  script: a\n  id_tokens: {T: {aud: [x, y]}}\n  secrets: {P: {vault: a/b/c@d, file: false, token: $T}, Q: {vault: {engine: {name: kv, path: s}, path: p, field: f}}, R: {aws_secrets_manager: x}}\n  hooks: {pre_get_sources_script: [b]}\n  identity: google_cloud\n  dast_configuration: {site_profile: x, scanner_profile: y}\n  manual_confirmation: sure?\n',
		['test/a'],
	],
	[
		'environments in their forms',
		'a: {script: a, environment: review/$CI_COMMIT_REF_SLUG}\nb: {script: b, environment: {name: prod, url: "https://x", on_stop: c, auto_stop_in: 1 day, deployment_tier: production, kubernetes: {agent: g:a, namespace: n}}}\nc: {script: c, when: manual, environment: {name: prod, action: stop}}',
		['test/a', 'test/b', 'test/c manual*'],
	],
	[
		'caches, artifacts and services in their forms',
		'a:\n  script: a\n  cache: [{key: k, paths: [x], policy: $P, when: always, fallback_keys: [f]}, {key: {files: [a, b], prefix: p}, untracked: true, unprotect: true}]\n  artifacts: {name: n, paths: [x], exclude: [y], expire_in: never, expose_as: "a b", untracked: false, when: always, reports: {junit: x, dotenv: [y], coverage_report: {coverage_format: cobertura, path: z}}, access: all}\n  services: [postgres:16, {name: redis, alias: r s, command: [x], entrypoint: ["y"], variables: {A: b}, pull_policy: [always, if-not-present]}]\n  image: {name: x, entrypoint: [""], pull_policy: always, docker: {user: u, platform: linux/arm64}}\n',
		['test/a'],
	],
	[
		'retry and timeout in their forms',
		'a: {script: a, retry: 2, timeout: 3 hours 30 minutes}\nb: {script: b, retry: {max: 1, when: [script_failure, missing_dependency_failure], exit_codes: [1, 2]}, timeout: 1h 10m}\nc: {script: c, retry: {when: always}}',
		['test/a', 'test/b', 'test/c'],
	],
	[
		'old defaults at the top level',
		'image: x\nservices: [y]\ncache: {paths: [z]}\nbefore_script: [b]\nafter_script: c\na: {script: a}',
		['test/a'],
	],
];

const composition: readonly Decided[] = [
	['a hidden job is no job', '.a: {script: a}\nb: {extends: .a}', ['test/b']],
	['a hidden key may be anything', '.list: [a, b]\n.text: x\n.none:\na: {script: a}', ['test/a']],
	[
		'a visible job may be extended',
		'a: {script: a, when: manual}\nb: {extends: a, stage: build}',
		['build/b manual*', 'test/a manual*'],
	],
	[
		'extends merges maps deeply and replaces lists',
		'.a: {variables: {X: "1", Y: "1"}, rules: [{when: never}]}\n.b: {variables: {Y: "2"}}\nc: {extends: [.a, .b], script: c, rules: [{if: $X == "1" && $Y == "2"}]}',
		['test/c'],
	],
	[
		'a null in a job undoes what it extends',
		'.a: {rules: [{when: never}]}\nb: {extends: .a, rules: null, script: b}',
		['test/b'],
	],
	[
		'a null in a job does not undo a default',
		'default: {before_script: [x]}\na: {script: a, before_script: null}',
		['test/a'],
	],
	[
		'merge keys and aliases',
		'.a: &a {when: manual, allow_failure: false}\nb: {<<: *a, script: b}\nc: {script: c, <<: [*a]}',
		['test/b manual', 'test/c manual'],
	],
	['an anchor on a list', '.r: &r [{if: $CI, when: manual}]\na: {script: a, rules: *r}', ['test/a manual']],
	[
		'a reference to a part of a job',
		'.a: {variables: {X: y}}\nb: {script: b, variables: !reference [.a, variables], rules: [{if: !reference [.c, if]}]}\n.c: {if: $X == "y"}',
		['test/b'],
	],
	[
		'an included file stands under the file',
		'include: a.yml\na: {when: manual}',
		['test/a manual*'],
		{files: {'a.yml': 'a: {script: a, when: always}'}},
	],
	[
		'included jobs come first',
		'include: [{local: /b.yml}, a.yml]\nc: {script: c}',
		['test/b', 'test/a', 'test/c'],
		{files: {'a.yml': 'a: {script: a}', 'b.yml': 'b: {script: b}'}},
	],
	[
		'two stars in an include are any folders, or none',
		'include: "ci/**.yml"\n',
		['test/y', 'test/x'],
		{files: {'ci/x.yml': 'x: {script: x}', 'ci/deep/y.yml': 'y: {script: y}', 'z.yml': 'z: {script: z}'}},
	],
	[
		'two stars between slashes are at least one folder',
		'include: "ci/**/*.yml"\n',
		['test/y'],
		{files: {'ci/x.yml': 'x: {script: x}', 'ci/deep/y.yml': 'y: {script: y}'}},
	],
	[
		'one star in an include stays in its folder',
		'include: "/ci/*.yml"\n',
		['test/x'],
		{files: {'ci/x.yml': 'x: {script: x}', 'ci/deep/y.yml': 'y: {script: y}'}},
	],
	['a wildcard that matches nothing includes nothing', 'include: "ci/*.yml"\na: {script: a}', ['test/a']],
	[
		'rules of an include',
		'include: [{local: a.yml, rules: [{if: $NO}]}, {local: b.yml, rules: [{exists: [b.yml]}]}, {local: c.yml, rules: [{if: $CI, when: never}]}]\nd: {script: d}',
		['test/b', 'test/d'],
		{files: {'a.yml': 'a: {script: a}', 'b.yml': 'b: {script: b}', 'c.yml': 'c: {script: c}'}},
	],
	[
		'inputs of an include',
		'include: [{local: a.yml, inputs: {name: x, when: manual, count: 2}}]',
		['build/x 1/2 manual*', 'build/x 2/2 manual*'],
		{
			files: {
				'a.yml':
					'spec: {inputs: {name: , when: {default: always}, count: {type: number}, stage: {default: build}}}\n---\n"$[[ inputs.name ]]": {script: a, when: "$[[ inputs.when ]]", stage: $[[ inputs.stage ]], parallel: $[[ inputs.count ]]}',
			},
		},
	],
	[
		'rules of an input choose its default',
		'include: [{local: a.yml, inputs: {env: production}}]',
		['test/a manual*'],
		{
			files: {
				'a.yml':
					'spec:\n  inputs:\n    env: {options: [development, production]}\n    when:\n      rules:\n        - {if: "$[[ inputs.env ]] == \'production\'", options: [manual, always], default: manual}\n        - {options: [always], default: always}\n---\na: {script: a, when: $[[ inputs.when ]]}',
			},
		},
	],
	[
		'inputs of a file of their own',
		'spec: {include: [{local: in.yml}], inputs: {b: {default: y}}}\n---\n"$[[ inputs.a ]]-$[[ inputs.b ]]": {script: a}',
		['test/x-y'],
		{files: {'in.yml': 'inputs: {a: {default: x}, b: {default: z}}'}},
	],
	[
		'an element of an input that is a list',
		'spec: {inputs: {a: {type: array, default: [x, {y: z}]}}}\n---\n"$[[ inputs.a[0] ]]-$[[ inputs.a[1].y ]]": {script: a}',
		['test/x-z'],
	],
	[
		'a job of two files is one',
		'include: [a.yml, b.yml]',
		['test/a manual*'],
		{files: {'a.yml': 'a: {script: a}', 'b.yml': 'a: {when: manual}'}},
	],
	[
		'stages of an include are replaced',
		'include: a.yml\nstages: [two]\nb: {script: b, stage: two}',
		['two/b'],
		{files: {'a.yml': 'stages: [one]'}},
	],
	[
		'extends reaches into an include',
		'include: a.yml\nb: {extends: .a}',
		['test/b manual*'],
		{files: {'a.yml': '.a: {script: a, when: manual}'}},
	],
	[
		'a script of a list in lists and of many lines',
		'a:\n  script:\n    - - - x\n      - |\n        y\n        z\n    - "w: v"\n',
		['test/a'],
	],
];

describe('GitLab gives a pipeline its shape', () => {
	for (const decided of shape) test(decided[0], () => expect(shapeOf(decided)).toEqual(decided[2]));
});

describe('GitLab puts a pipeline together', () => {
	for (const decided of composition) test(decided[0], () => expect(shapeOf(decided)).toEqual(decided[2]));
});
