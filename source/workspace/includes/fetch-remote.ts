import {createHash} from 'node:crypto';
import {CannotFetch} from './cannot-fetch.js';

/** GitLab reads no bigger files. */
const maxBytes = 2 * 1024 * 1024;

/** The text at a URL; redirects are followed. Rejects with CannotFetch. */
export async function fetchRemote(url: string, signal: AbortSignal, integrity?: string): Promise<string> {
	const response = await request(url, signal);
	if (!response.ok) {
		await response.body?.cancel();
		throw new CannotFetch(`the server answers ${response.status} ${response.statusText}`.trim(), response.status < 500);
	}

	const content = await readAll(response, signal);
	if (integrity !== undefined) {
		const hash = `sha256-${createHash('sha256').update(content).digest('base64')}`;
		if (hash !== integrity) throw new CannotFetch(`its content has the hash ${hash}, not that of "integrity"`, true);
	}

	return content.toString('utf8');
}

async function request(url: string, signal: AbortSignal): Promise<Response> {
	try {
		return await fetch(url, {signal, redirect: 'follow', headers: {accept: 'text/plain, application/yaml, */*'}});
	} catch (error) {
		throw new CannotFetch(reasonOf(error));
	}
}

async function readAll(response: Response, signal: AbortSignal): Promise<Buffer> {
	const pieces: Uint8Array[] = [];
	let size = 0;
	try {
		for await (const piece of response.body ?? []) {
			size += piece.length;
			if (size > maxBytes) throw new CannotFetch('it is bigger than 2 MiB', true);
			pieces.push(piece);
			signal.throwIfAborted();
		}
	} catch (error) {
		throw error instanceof CannotFetch ? error : new CannotFetch(reasonOf(error));
	}

	return Buffer.concat(pieces);
}

/** `fetch failed` says nothing; its cause does. */
function reasonOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'the server does not answer in time';
	const cause = error.cause instanceof Error ? error.cause : error;
	const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
	if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'the name of the server is not known here (no network?)';
	if (code === 'ECONNREFUSED') return 'the server refuses the connection';
	return cause.message;
}
