import {randomUUID} from 'node:crypto';
import {CiError} from '../errors.js';
import type {Plan, PlannedJob} from '../model/plan.js';
import type {Store} from '../store/store.js';
import type {Adapters, Io} from './adapters.js';
import {describeProblems} from './check.js';
import {chooseJob, listed} from './choose-job.js';
import {chooseExecutor} from './executor-choice.js';
import {codeOfSignal, exitCodes} from './exit-code.js';
import type {Options} from './options.js';
import {type PastArtifacts, pastArtifacts} from './past-artifacts.js';
import {openProject, type Project} from './project.js';
import {sessionSpec} from './session-spec.js';
import {shellGreeting} from './shell-greeting.js';
import {shellSpec} from './shell-spec.js';
import {shellTerminal} from './shell-terminal.js';
import {cancelOnSignals} from './signals.js';

/**
 * `ci-tui shell JOB`: a shell in the job's container as the job sees it, in this terminal or fed from stdin. Answers the shell's
 * exit code, or that of the signal that ended it.
 */
export async function shell(name: string | undefined, options: Options, adapters: Adapters, io: Io): Promise<number> {
	const project = await openProject(options, adapters);
	try {
		const {plan} = project;
		if (plan === undefined) {
			io.stderr.write(`${describeProblems(project, io)}\n`);
			return exitCodes.wrongInput;
		}

		const job = chooseJob(plan, name ?? noName(plan));
		if (job.trigger !== undefined) throw withoutScript(job);
		return await enter(job, plan, project, options, adapters, io);
	} finally {
		await project.workspace.close();
	}
}

async function enter(
	job: PlannedJob,
	plan: Plan,
	project: Project,
	options: Options,
	adapters: Adapters,
	io: Io,
): Promise<number> {
	const stop = new AbortController();
	let signal: string | undefined;
	const letGo = cancelOnSignals({
		send(command) {
			signal ??= command.type === 'cancel-run' ? command.signal : undefined;
			stop.abort();
		},
	});
	const store = await adapters.openStore(project.root);
	const {executor, note} = await chooseExecutor(options.executor, adapters);
	const past = await pastArtifacts(job, plan, store);
	tell(past, note, io);
	const run = (await newestRun(store)) + 1;
	const opened = await executor.open(sessionSpec({run, runId: randomUUID(), plan, project, store, options}));
	if (!opened.ok) throw opened.error;
	const session = opened.value;
	try {
		if (session.shell === undefined) throw new Error(`the executor ${executor.name} has no shell`);
		const {projectDir} = session;
		const spec = await shellSpec({job, plan, past, run, projectDir, executor: executor.name}, adapters);
		const image = executor.name === 'docker' ? (spec.image?.name ?? options.defaultImage) : undefined;
		const greeting = shellGreeting({job, image, past, isClone: isClone(options)}, io);
		const {before, main} = job.scripts;
		const terminal = shellTerminal({greeting, history: [...before, ...main], stop: stop.signal}, io);
		const code = await session.shell(spec, terminal);
		return signal === undefined ? code : codeOfSignal(signal);
	} finally {
		await session.close();
		letGo();
	}
}

/** To stderr: what the shell's commands print is all there is on stdout. */
function tell({missing}: PastArtifacts, note: string | undefined, {stderr}: Io): void {
	if (note !== undefined) stderr.write(`${note}\n`);
	if (missing.length > 0) {
		stderr.write(
			`no run has left artifacts of ${listed(missing)}: \`ci-tui run\` it first if the shell is to have them\n`,
		);
	}
}

async function newestRun(store: Store): Promise<number> {
	return (await store.runs())[0]?.run_number ?? 0;
}

function isClone({repo, branch, commit}: Options): boolean {
	return [repo, branch, commit].some(given => given !== undefined);
}

function noName({jobs}: Plan): never {
	throw new CiError('ARGUMENTS', 'a shell of which job?', {
		hint: `there are: ${listed(jobs.map(({name}) => name))}`,
		exitCode: exitCodes.wrongInput,
	});
}

function withoutScript({name}: PlannedJob): CiError {
	return new CiError('JOB_NO_SCRIPT', `job "${name}" starts another pipeline: it has no container to look into`, {
		exitCode: exitCodes.wrongInput,
	});
}
