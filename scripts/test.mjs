import {install, runNode} from './toolchain.mjs';

const vitest = ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)];

const steps = [
	['Types', ['node_modules/typescript/bin/tsc', '--noEmit']],
	['Format and lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']],
	['Build', ['scripts/build.mjs']],
	['Tests', vitest],
];

await install();
for (const [name, args] of steps) {
	console.log(`\n${name}`);
	const code = await runNode(args);
	if (code !== 0) {
		console.error(`\n${name}: failed with exit code ${code}`);
		process.exit(code);
	}
}
