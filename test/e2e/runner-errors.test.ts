import {readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {describeWithDocker} from '../support/describe-with-docker.js';
import {runProgram} from '../support/program.js';
import {aRepository} from '../support/repository.js';

describeWithDocker('an error of the engine', () => {
	test('is told in one short sentence, with its details once in the log', async () => {
		const {root} = aRepository({'.gitlab-ci.yml': 'a: {image: "localhost:1/group/name:2", script: [echo never]}'});
		const {code, stdout} = await runProgram(['run', '--ui', 'plain'], {cwd: root});
		expect(code).toBe(3);
		const message = 'cannot pull localhost:1/group/name:2: localhost:1 could not be reached.';
		const log = readFileSync(path.join(root, '.ci-tui/runs/1/a.1.log'), 'utf8');
		expect(log.split(message)).toHaveLength(2);
		expect(log.split('connection refused')).toHaveLength(2);
		const [during = '', summary = ''] = stdout.split('FAILED in');
		expect(during.split('connection refused')).toHaveLength(2);
		expect(summary.split(message)).toHaveLength(2);
		expect(summary).not.toContain('connection refused');
		expect(summary).toContain('docker load');
		expect(stdout + log).not.toContain('HTTP code');
	});
});
