import {execFileSync} from 'node:child_process';
import {mkdirSync, readdirSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import type {Executor} from '../../source/executor/executor.js';
import {cacheOf, openSession, type TestJob, type TestSession} from './run-job.js';

/** What a cache is to jobs wherever they run. */
export function cacheContract(name: string, create: () => Executor): void {
	describe(`caches with ${name}`, () => {
		let on: TestSession;

		beforeEach(async () => {
			on = await openSession(create());
		});

		afterEach(async () => {
			await on.close();
		});

		const outputOf = async (job: TestJob): Promise<string> => (await on.run(job)).sink.output;
		const look = 'cat kept/* 2>/dev/null || echo nothing';
		const put = (text: string): string => `mkdir -p kept; echo ${text} > kept/file`;

		test('a cache goes from one job to the next, and is kept beyond the run', async () => {
			const caches = [cacheOf({paths: ['kept/', 'deep/*/file']})];
			const first = await on.run({
				caches,
				script: [look, `${put('one')}; mkdir -p deep/er; echo d > deep/er/file; echo x > other`],
			});
			expect(first.sink.output).toBe('nothing\n');
			expect(first.sink.phases).toEqual(['preparing', 'running', 'artifacts']);
			expect(first.sink.notices).toEqual([
				'info: Cache default: there is none yet',
				'info: Cache default: kept/: found 1 matching file',
				'info: Cache default: deep/*/file: found 1 matching file',
			]);
			const again = await openSession(create(), {cacheFolder: on.cacheFolder});
			const {sink} = await again.run({caches, script: [look, 'cat deep/er/file; ls other 2>/dev/null || echo gone']});
			await again.close();
			expect(sink.output).toBe('one\nd\ngone\n');
			expect(sink.notices[0]).toBe('info: Cache default: restored');
		});

		test('a job without caches has none, and keys are apart', async () => {
			await on.run({caches: [cacheOf({key: 'a'})], script: [put('a')]});
			expect(await outputOf({script: [look]})).toBe('nothing\n');
			expect(await outputOf({caches: [cacheOf({key: 'b'})], script: [look]})).toBe('nothing\n');
			expect(await outputOf({caches: [cacheOf({key: 'A'})], script: [look]})).toBe('nothing\n');
			expect(await outputOf({caches: [cacheOf({key: 'a'})], script: [look]})).toBe('a\n');
		});

		test('what is pulled is not pushed, and what is pushed is not pulled', async () => {
			await on.run({caches: [cacheOf({policy: 'push'})], script: [put('one')]});
			expect(await outputOf({caches: [cacheOf({policy: 'push', when: 'on_failure'})], script: [look]})).toBe(
				'nothing\n',
			);
			expect(await outputOf({caches: [cacheOf({policy: 'pull'})], script: [look, put('two')]})).toBe('one\n');
			expect(await outputOf({caches: [cacheOf()], script: [look]})).toBe('one\n');
		});

		test.each([
			{when: 'on_success', script: 'true', saved: true},
			{when: 'on_success', script: 'false', saved: false},
			{when: 'on_failure', script: 'true', saved: false},
			{when: 'on_failure', script: 'false', saved: true},
			{when: 'always', script: 'false', saved: true},
		] as const)('a cache $when of a script of $script: saved $saved', async ({when, script, saved}) => {
			await on.run({caches: [cacheOf({when})], script: [put('one'), script]});
			expect(await outputOf({caches: [cacheOf()], script: [look]})).toBe(saved ? 'one\n' : 'nothing\n');
		});

		test('the first of the fallback keys that has a cache stands in, then the one for all', async () => {
			await on.run({caches: [cacheOf({key: 'old'})], script: [put('old')]});
			await on.run({caches: [cacheOf({key: 'older'})], script: [put('older')]});
			const cache = cacheOf({key: 'new', fallbackKeys: ['none', 'old', 'older'], policy: 'pull'});
			const {sink} = await on.run({caches: [cache], script: [look]});
			expect(sink.output).toBe('old\n');
			expect(sink.notices).toEqual(['info: Cache new: there is none yet; restored old instead']);
			const variables = {CACHE_FALLBACK_KEY: 'older'};
			const other = cacheOf({key: 'new', fallbackKeys: ['none']});
			expect(await outputOf({variables, caches: [other], script: [look]})).toBe('older\n');
			expect(await outputOf({caches: [cacheOf({key: 'new'})], script: [look]})).toBe('older\n');
		});

		test('a key of files follows what is in them', async () => {
			const key = {files: ['README', 'missing'], prefix: 'node'};
			await on.run({caches: [cacheOf({key})], script: [put('one'), 'echo changed > README']});
			expect(await outputOf({caches: [cacheOf({key})], script: [look]})).toBe('one\n');
			expect(readdirSync(on.cacheFolder)).toEqual([expect.stringMatching(/^node-[0-9a-f]{40}\.tar$/)]);
			writeFileSync(path.join(on.root, 'README'), 'new content\n');
			expect(await outputOf({caches: [cacheOf({key})], script: [look]})).toBe('nothing\n');
			const none = await on.run({caches: [cacheOf({key: {files: ['nowhere']}})], script: [put('default')]});
			expect(none.sink.notices[0]).toBe('info: Cache default: there is none yet');
		});

		test('a job has several caches, and files that are untracked are one', async () => {
			const caches = [
				cacheOf({key: 'one'}),
				cacheOf({key: 'two', paths: ['second']}),
				cacheOf({key: 'rest', paths: [], untracked: true}),
			];
			await on.run({caches, script: [put('one'), 'echo 2 > second; echo 3 > third; echo 4 >> README']});
			const script = ['cat kept/file second third 2>/dev/null || true; cat README'];
			expect(await outputOf({caches: caches.slice(0, 2), script})).toBe('one\n2\nread me\n');
			expect(await outputOf({caches: caches.slice(2), script})).toBe('one\n2\n3\nread me\n');
		});

		test('artifacts lie over caches', async () => {
			await on.run({caches: [cacheOf()], script: [put('cache')]});
			const {artifactFile} = await on.run({script: [put('artifact')], artifacts: {paths: ['kept']}});
			expect(await outputOf({caches: [cacheOf()], artifactsIn: [artifactFile], script: [look]})).toBe('artifact\n');
		});

		test('a cache that is broken, or has nothing to take, is no failure', async () => {
			mkdirSync(on.cacheFolder);
			writeFileSync(path.join(on.cacheFolder, 'default.tar'), 'x'.repeat(2000));
			const {outcome, sink} = await on.run({caches: [cacheOf({paths: ['nothing', '/etc/passwd']})], script: ['true']});
			expect(outcome).toEqual({kind: 'success'});
			expect(sink.notices).toEqual([
				expect.stringMatching(/^warning: Cache default: cannot be restored: /),
				expect.stringMatching(/^warning: Cache default: nothing: no matching files/),
				expect.stringMatching(/^warning: Cache default: \/etc\/passwd: is not inside of the project/),
			]);
			expect(readdirSync(on.cacheFolder)).toEqual(['default.tar']);
		});

		test('a key may be any text', async () => {
			const keys = ['feature/x', '../../up', 'a b$c', '.', 'x'.repeat(300), 'Größe', 'feature_x'];
			for (const key of keys) {
				await on.run({caches: [cacheOf({key})], script: [`mkdir -p kept; echo ${keys.indexOf(key)} > kept/file`]});
			}

			for (const key of keys) {
				expect(await outputOf({caches: [cacheOf({key})], script: [look]})).toBe(`${keys.indexOf(key)}\n`);
			}

			expect(readdirSync(on.cacheFolder)).toHaveLength(keys.length);
			expect(statSync(on.cacheFolder).mode & 0o777).toBe(0o700);
		});

		test('of jobs that save one key at once the last wins, and no cache is torn', async () => {
			const fill = (letter: string): string =>
				`mkdir kept; for i in 1 2 3 4 5 6 7 8; do head -c 300000 /dev/zero | tr "\\0" ${letter} > kept/$i; done`;
			await Promise.all(
				['a', 'b', 'c'].map(async letter => await on.run({caches: [cacheOf()], script: [fill(letter)]})),
			);
			const output = await outputOf({caches: [cacheOf()], script: ['cat kept/* | wc -c; cat kept/* | tr -s abc']});
			expect(output).toMatch(/^ *2400000\n[abc]$/);
			expect(readdirSync(on.cacheFolder)).toEqual(['default.tar']);
			execFileSync('tar', ['tf', path.join(on.cacheFolder, 'default.tar')]);
		});

		test('a job that is canceled saves its caches only when that is always', async () => {
			const caches = [cacheOf({key: 'success'}), cacheOf({key: 'always', when: 'always'})];
			const job = on.start({caches, script: [put('x'), 'echo started', 'sleep 600']});
			await job.sink.until(/started/);
			job.stop();
			expect(await job.outcome).toEqual({kind: 'canceled'});
			expect(readdirSync(on.cacheFolder)).toEqual(['always.tar']);
		});
	});
}
