import {hostname} from 'node:os';
import type Docker from 'dockerode';
import {processStart} from '../../workspace/process-start.js';
import {connect} from './engine.js';
import {engineError, isMissing} from './engine-error.js';
import {type Owner, ownerLabel, parseOwner, repoHash, repoLabel, runLabel} from './labels.js';

export interface Swept {
	readonly containers: number;
	readonly volumes: number;
	readonly networks: number;
}

type LabelsOf = Readonly<Record<string, string>> | null | undefined;

/** What is to be removed: what dead processes left (of one repository, or of all), or what these runs (PipelineExecution ids) made. */
export type SweepScope = {readonly root?: string} | {readonly runs: readonly string[]};

/** What dead processes of this host left of a repository's runs; answers what was removed, in words; nothing where no engine answers. */
export async function sweepEngine(root: string): Promise<readonly string[]> {
	const engine = await connect();
	if (!engine.ok) {
		return [];
	}

	try {
		return sweptText(await sweep(engine.value.docker, {root}));
	} catch (error) {
		throw engineError(error, 'remove what earlier runs left');
	} finally {
		engine.value.close();
	}
}

/** Removes containers, then volumes and networks; what they are is known by their labels. */
export async function sweep(docker: Docker, scope: SweepScope): Promise<Swept> {
	const isAlive = ownersAlive();
	const isLeft = async (labels: LabelsOf): Promise<boolean> =>
		'runs' in scope ? scope.runs.includes(labels?.[runLabel] ?? '') : !(await isAlive(labels?.[ownerLabel]));

	const ofRoot = 'root' in scope && scope.root !== undefined ? [`${repoLabel}=${repoHash(scope.root)}`] : [];
	const filters = {label: [runLabel, ...ofRoot]};
	const containers = await selected(await docker.listContainers({all: true, filters}), ({Labels}) => isLeft(Labels));
	const removed = await Promise.all(
		containers.map(({Id}) => removeOne(() => docker.getContainer(Id).remove({force: true, v: true}))),
	);
	const {Volumes} = await docker.listVolumes({filters});
	const volumes = await selected(Volumes ?? [], ({Labels}) => isLeft(Labels));
	// An overlay is mounted over other volumes' folders: the engine removes it first or refuses, so they go one after the other.
	let volumeCount = 0;
	for (const {Name} of volumes.sort((a, b) => Number(isOverlay(b)) - Number(isOverlay(a)))) {
		volumeCount += await removeOne(() => docker.getVolume(Name).remove({force: true}));
	}

	const networks = await selected(await docker.listNetworks({filters}), ({Labels}) => isLeft(Labels));
	const gone = await Promise.all(networks.map(({Id}) => removeOne(() => docker.getNetwork(Id).remove())));
	return {containers: sum(removed), volumes: volumeCount, networks: sum(gone)};
}

/** What was removed, in words; empty when nothing was. */
export function sweptText({containers, volumes, networks}: Swept): readonly string[] {
	return [[containers, 'container'] as const, [volumes, 'volume'] as const, [networks, 'network'] as const].flatMap(
		([count, noun]) => (count === 0 ? [] : [`${count} ${noun}${count === 1 ? '' : 's'}`]),
	);
}

/** A label that cannot be read, or is another host's, is nobody we can know to be dead. */
function ownersAlive(): (label: string | undefined) => Promise<boolean> {
	const known = new Map<string, Promise<boolean>>();
	return async label => {
		const owner = parseOwner(label);
		if (label === undefined || owner === undefined || owner.host !== hostname()) {
			return true;
		}

		const answer = known.get(label) ?? isRunning(owner);
		known.set(label, answer);
		return await answer;
	};
}

async function isRunning({pid, started}: Owner): Promise<boolean> {
	const now = await processStart(pid);
	return now !== undefined && (started === undefined || now === started);
}

function isOverlay(volume: {readonly Options?: Readonly<Record<string, string>> | null}): boolean {
	return volume.Options?.['type'] === 'overlay';
}

async function selected<T>(all: readonly T[], isLeft: (item: T) => Promise<boolean>): Promise<T[]> {
	const answers = await Promise.all(all.map(isLeft));
	return all.filter((_, index) => answers[index]);
}

/** Somebody else may sweep at the same time: what is gone already is not counted. */
async function removeOne(remove: () => Promise<unknown>): Promise<0 | 1> {
	try {
		await remove();
		return 1;
	} catch (error) {
		if (isMissing(error) || isBeingRemoved(error)) {
			return 0;
		}

		throw error;
	}
}

function isBeingRemoved(error: unknown): boolean {
	return error instanceof Error && /already in progress/.test(error.message);
}

function sum(counts: readonly number[]): number {
	return counts.reduce((total, count) => total + count, 0);
}
