import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {compare, type Row, table, time} from './measure.ts';

/**
 * What a run costs beyond the commands themselves, as ratios against what a user would run instead, in the same minutes.
 * Usage: npm run bench [-- ROUNDS]. Needs a container engine and the image named by BENCH_IMAGE (default: alpine).
 */
const image = process.env['BENCH_IMAGE'] ?? 'alpine';
const rounds = Number(process.argv[2] ?? 5);
const node = process.execPath;
const program = path.resolve(import.meta.dirname, '../dist/cli.js');
const jobs = 20;

const rows: Row[] = [
	compare(
		'--version',
		'node -e 0',
		() => time(node, [program, '--version']),
		() => time(node, ['-e', '0']),
		rounds * 4,
	),
	sequence(),
	parallel(),
];
process.stdout.write(`${table(rows)}\n`);

/** Jobs that each need the one before. */
function sequence(): Row {
	return withPipeline(
		index => (index === 0 ? '' : `, needs: [job${index - 1}]`),
		folder =>
			compare(
				`${jobs} jobs in sequence`,
				'docker run --rm, one after the other',
				() =>
					time(node, [program, 'run', '--ui', 'quiet', '--executor', 'docker', '--default-image', image], {
						cwd: folder,
					}),
				() => time('sh', ['-c', `for i in $(seq ${jobs}); do docker run --rm ${image} true || exit 1; done`]),
				rounds,
			),
	);
}

/** Jobs that need nothing, as many at once as there are slots. */
function parallel(): Row {
	return withPipeline(
		() => '',
		folder =>
			compare(
				`${jobs} jobs, 4 at once`,
				'docker run --rm, 4 at once',
				() =>
					time(
						node,
						[program, 'run', '--ui', 'quiet', '--executor', 'docker', '--default-image', image, '--concurrency', '4'],
						{cwd: folder},
					),
				() => time('sh', ['-c', `seq ${jobs} | xargs -P 4 -I{} docker run --rm ${image} true`]),
				rounds,
			),
	);
}

function withPipeline(needs: (index: number) => string, measure: (folder: string) => Row): Row {
	const folder = mkdtempSync(path.join(tmpdir(), 'ci-tui-bench-'));
	const lines = Array.from({length: jobs}, (_, index) => `job${index}: {script: ['true']${needs(index)}}`);
	writeFileSync(path.join(folder, '.gitlab-ci.yml'), `${lines.join('\n')}\n`);
	try {
		return measure(folder);
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}
