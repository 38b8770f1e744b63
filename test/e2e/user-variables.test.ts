import {readdirSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {jsonLines, runProgram} from '../support/program.js';
import {aRepository} from '../support/repository.js';

const shell = ['--executor', 'shell'];
const secret = 'sup$rsecret+value/42';
const other = 'password-without-dollar';
const key = '-----BEGIN KEY-----\nMIIEpAIBAAKCAQEA\nq83vASNFZ4mrze8B\n-----END KEY-----\n';

const variablesFile = `
TOKEN: {value: '${secret}', masked: true, expand: false}
OTHER: {value: ${other}, masked: true}
KEY_FILE: {value: ${JSON.stringify(key)}, masked: true, file: true}
STAGE_URL:
  - {value: nowhere}
  - {value: live.example.com, environment: production}
PLAIN: from the repository
`;

const pipeline = `
workflow: {name: 'run of $TOKEN'}
variables: {COPY: "<$TOKEN>"}
show:
  image: registry.example.com/$TOKEN/$OTHER
  environment: production
  resource_group: $OTHER
  tags: [$OTHER]
  cache: {key: $TOKEN-$OTHER, paths: [c]}
  script:
    - echo "token $TOKEN copy $COPY"
    - echo "$TOKEN" | rev | rev >&2
    - cat "$KEY_FILE"
    - test -f "$KEY_FILE" && stat -c %a "$KEY_FILE"
    - echo "url $STAGE_URL plain $PLAIN"
  after_script: ['test -s "$KEY_FILE" && echo still there']
  artifacts: {paths: ['out/$TOKEN/$OTHER'], when: always}
other: {script: ['echo "url $STAGE_URL"; test ! -e .ci-tui/variables.yml']}
out: {script: [echo], rules: [{if: '$TOKEN == "${secret}"', when: never}, {when: never}]}
failing: {script: ['echo "$TOKEN"; exit 3'], allow_failure: true}
`;

test('masked variables reach the jobs, and are never printed and never stored', async () => {
	const {root, write} = aRepository({'.gitlab-ci.yml': pipeline.replaceAll(secret, 'other')});
	write('.ci-tui/variables.yml', variablesFile);
	const printed: string[] = [];
	for (const args of [
		['run', '--json', ...shell],
		['run', ...shell, '--variable', 'PLAIN=from the command line'],
		['plan', '--json'],
		['plan'],
		['check', '--json'],
		['report', '--logs'],
		['report', '--json', '--run', '1'],
	]) {
		const {code, stdout, stderr} = await runProgram(args, {cwd: root});
		expect([args, code, stderr]).toEqual([args, 0, expect.anything()]);
		printed.push(stdout + stderr);
	}

	const [json = '', plain = ''] = printed;
	const lines = jsonLines(json).flatMap(event => (event['type'] === 'job-log' ? [event['text']] : []));
	expect(lines).toEqual(
		expect.arrayContaining([
			'token [MASKED] copy <[MASKED]>',
			'600',
			'still there',
			'url live.example.com plain from the repository',
			'url nowhere',
		]),
	);
	expect(plain).toContain('plain from the command line');
	for (const text of [...printed, ...filesBelow(path.join(root, '.ci-tui'))]) {
		expect(text).not.toContain(secret);
		expect(text.replaceAll('$$', '$')).not.toContain(secret);
		expect(text).not.toContain(other);
		expect(text).not.toContain('MIIEpAIBAAKCAQEA');
	}
});

test('--variables-file is stronger than the files at home and in the repository, and its mistakes have a place', async () => {
	const {root, write} = aRepository({'.gitlab-ci.yml': 'show: {script: [echo "a $A b $B c $C"]}'});
	write('.ci-tui/variables.yml', 'A: repository\nB: repository\n');
	write('home/ci-tui/variables.yml', 'A: home\nB: home\nC: home\n');
	write('given.env', 'A=given\n');
	const env = {XDG_CONFIG_HOME: path.join(root, 'home')};
	const ran = await runProgram(['run', ...shell, '--variables-file', 'given.env'], {cwd: root, env});
	expect(ran.stdout).toContain('a given b repository c home');
	write('given.env', 'A=1\nB\n');
	const wrong = await runProgram(['run', ...shell, '--variables-file', 'given.env'], {cwd: root, env});
	expect(wrong.code).toBe(2);
	expect(wrong.stderr).toContain('given.env:2:1');
});

test('tokens and secrets that nobody gives are empty, and told once each', async () => {
	const {root, write} = aRepository({
		'.gitlab-ci.yml': `
default: {id_tokens: {ID: {aud: https://example.com}}}
one: {script: ['echo "id<$ID>"'], secrets: {DB: {vault: a/b@c}}}
two: {script: ['echo "id<$ID>"; cat "$DB"'], secrets: {DB: {vault: a/b@c}}}
`,
	});
	const check = await runProgram(['check', '--json'], {cwd: root});
	const {diagnostics} = JSON.parse(check.stdout) as {diagnostics: readonly {code: string; message: string}[]};
	expect(
		diagnostics.filter(({code}) => code === 'VARIABLE_NOT_GIVEN').map(({message}) => /"(\w+)", /.exec(message)?.[1]),
	).toEqual(['ID', 'DB']);
	write('.ci-tui/variables.yml', 'ID: token-of-mine\nDB: {value: password-of-mine}\n');
	const {stdout} = await runProgram(['run', ...shell], {cwd: root});
	expect(stdout.match(/id<token-of-mine>/g)).toHaveLength(2);
	expect(stdout).toContain('password-of-mine');
});

/** All that ci-tui keeps, but for what the user wrote there. */
function filesBelow(folder: string): readonly string[] {
	return readdirSync(folder, {recursive: true, encoding: 'utf8'})
		.filter(name => name !== 'variables.yml' && statSync(path.join(folder, name)).isFile())
		.flatMap(name => [name, readFileSync(path.join(folder, name), 'latin1')]);
}
