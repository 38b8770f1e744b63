import {chmod, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {build} from 'esbuild';
import {noticesOf} from './notices.mjs';
import {root} from './toolchain.mjs';

const {version} = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
const out = join(root, 'dist');
const fresh = join(root, 'node_modules', `.dist-${process.pid}`);

const common = {
	absWorkingDir: root,
	outdir: fresh,
	bundle: true,
	platform: 'node',
	format: 'esm',
	logLevel: 'warning',
	define: {VERSION: JSON.stringify(version), 'process.env.NODE_ENV': '"production"', 'process.env.DEV': 'undefined'},
};

/** What the program never reaches: a development tool of Ink's, and of dockerode the build API and its own ssh. */
const stubs = {
	name: 'stubs',
	setup({onLoad}) {
		onLoad({filter: /ink[\\/]build[\\/]devtools\.js$/}, () => ({contents: ''}));
		onLoad({filter: /(dockerode[\\/]lib[\\/](session|buildkit)|docker-modem[\\/]lib[\\/]ssh)\.js$/}, () => ({
			contents: "module.exports = () => { throw new Error('ci-tui is built without this part of dockerode.'); };",
		}));
	},
};

/** Yoga gets its WebAssembly from a data URL by `fetch`, which costs a fifth of the first frame: loading Node's HTTP client. */
const withoutFetch = {
	name: 'without-fetch',
	setup({onLoad}) {
		onLoad({filter: /yoga-wasm-base64-esm\.js$/}, async ({path}) => {
			const text = await readFile(path, 'utf8');
			const changed = text.replaceAll('typeof fetch', '"undefined"');
			if (changed === text) {
				throw new Error(`${path} does not ask for fetch any more: see what it does instead`);
			}

			return {contents: changed};
		});
	},
};

const program = await build({
	...common,
	entryPoints: {main: 'cli.tsx'},
	chunkNames: 'chunks/[name]-[hash]',
	splitting: true,
	target: 'node22',
	minifySyntax: true,
	minifyWhitespace: true,
	legalComments: 'none',
	metafile: true,
	plugins: [stubs, withoutFetch],
	banner: {js: "import {createRequire as requireOf} from 'node:module'; const require = requireOf(import.meta.url);"},
});

await build({...common, entryPoints: {cli: 'scripts/launcher.mjs'}, target: 'node14', external: ['./main.js']});
await chmod(join(fresh, 'cli.js'), 0o755);
await writeFile(join(fresh, 'third-party-licenses.txt'), await noticesOf(program.metafile));
await rm(out, {recursive: true, force: true});
await rename(fresh, out);
