import {execFile} from 'node:child_process';
import {request} from 'node:http';

// Images with a POSIX shell and the basic tools, which is all the demo asks for.
const suitable = /^(alpine|busybox|debian|ubuntu|ci-tui-test\/busybox):/;
const toPull = 'alpine:latest';
const answerLimitMs = 10000;
const pullLimitMs = 120000;

/** What the demo's jobs run in, as command line arguments, and why, as a line to show. */
export async function chooseExecutor() {
	const engine = await findEngine();
	if (!engine) {
		return inShell('no Docker engine answers');
	}

	const local = await localImage(engine);
	if (local) {
		return inDocker(local, 'a Docker engine answers and has this image');
	}

	console.log(`Pulling ${toPull} for the demo…`);
	const problem = await pull(engine);
	return problem
		? inShell(`a Docker engine answers, but has no suitable image, and ${toPull} could not be pulled: ${problem}`)
		: inDocker(toPull, 'a Docker engine answers');
}

function inDocker(image, why) {
	return {
		args: ['--executor', 'docker', '--default-image', image],
		note: `Jobs run in containers of ${image}: ${why}.`,
	};
}

function inShell(why) {
	return {args: ['--executor', 'shell'], note: `Jobs run on this machine without isolation: ${why}.`};
}

/** How to reach an engine that answers, as options of `http.request`. */
async function findEngine() {
	const host = process.env.DOCKER_HOST || (await contextHost()) || 'unix:///var/run/docker.sock';
	const engine = addressOf(host);
	return engine && (await answers(engine)) ? engine : undefined;
}

function contextHost() {
	return new Promise(resolve => {
		const args = ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'];
		execFile('docker', args, {timeout: answerLimitMs}, (error, stdout) => resolve(error ? '' : stdout.trim()));
	});
}

function addressOf(host) {
	if (host.startsWith('unix://')) {
		return {socketPath: host.slice('unix://'.length)};
	}

	if (host.startsWith('tcp://') && !process.env.DOCKER_TLS_VERIFY) {
		const {hostname, port} = new URL(host);
		return {host: hostname, port: port || 2375};
	}
}

async function answers(engine) {
	try {
		await ask(engine, 'GET', '/_ping', answerLimitMs);
		return true;
	} catch (_) {
		return false;
	}
}

async function localImage(engine) {
	try {
		const images = JSON.parse(await ask(engine, 'GET', '/images/json', answerLimitMs));
		const names = images.map(image => image.RepoTags || []).reduce((all, tags) => all.concat(tags), []);
		return names.filter(name => suitable.test(name)).sort()[0];
	} catch (_) {
		// Asking is only a short cut: pulling says what is wrong.
	}
}

/** Resolves with what went wrong, if anything did. */
async function pull(engine) {
	try {
		const progress = await ask(engine, 'POST', `/images/create?fromImage=${encodeURIComponent(toPull)}`, pullLimitMs);
		const last = JSON.parse(progress.trim().split('\n').pop());
		return last.error;
	} catch (error) {
		return error.message;
	}
}

function ask(engine, method, path, limitMs) {
	return new Promise((resolve, reject) => {
		const call = request({...engine, method, path}, response => {
			let body = '';
			response.setEncoding('utf8');
			response.on('data', text => {
				body += text;
			});
			response.on('error', reject);
			response.on('end', () => (response.statusCode < 300 ? resolve(body) : reject(new Error(messageIn(body)))));
		});
		const timer = setTimeout(() => call.destroy(new Error(`no answer in ${limitMs / 1000} s`)), limitMs);
		call.on('close', () => clearTimeout(timer));
		call.on('error', reject);
		call.end();
	});
}

function messageIn(body) {
	try {
		return JSON.parse(body).message;
	} catch (_) {
		return body.trim();
	}
}
