import {CiError} from '../errors.js';
import {didYouMean} from '../model/nearest-name.js';
import type {Adapters, Io} from './adapters.js';
import {behindCurtain} from './behind-curtain.js';
import {commandTable, helpText} from './command-table.js';
import {exitCodes} from './exit-code.js';
import {refuseForeignFlags} from './foreign-flags.js';
import type {Options} from './options.js';
import {type Arguments, parseArguments, runNumber} from './parse-arguments.js';
import type {ReportDependencies} from './report-dependencies.js';
import {findRoot} from './root.js';

/** Reads argv, runs the command it names and answers the exit code. Each command's file is loaded when it is called. */
export async function runCommand(
	argv: readonly string[],
	version: string,
	adapters: Adapters,
	io: Io,
): Promise<number> {
	const given = parseArguments(argv, process.cwd());
	if (given.version) {
		io.stdout.write(`${version}\n`);
		return exitCodes.success;
	}

	if (given.help || given.command === 'help') {
		io.stdout.write(helpText(given.command === 'help' ? given.names[0] : given.command));
		return exitCodes.success;
	}

	refuseForeignFlags(given.command, given.flags);
	return given.command === undefined || given.command === 'run' || given.command === 'retry'
		? behindCurtain(given, io, veiled => call(given, adapters, veiled))
		: call(given, adapters, io);
}

async function call({command, names, options, dryRun}: Arguments, adapters: Adapters, io: Io): Promise<number> {
	switch (command) {
		case undefined: {
			const {home} = await import('./home.js');
			return home(keepingFailed(options, io), adapters, io);
		}

		case 'run': {
			if (dryRun) {
				const {plan} = await import('./plan.js');
				return plan(names, options, adapters, io);
			}

			const {run} = await import('./run.js');
			return run(names, keepingFailed(options, io), adapters, io);
		}

		case 'check': {
			const {check} = await import('./check.js');
			return check(options, adapters, io);
		}

		case 'plan': {
			const {plan} = await import('./plan.js');
			return plan(names, options, adapters, io);
		}

		case 'retry': {
			const {retry} = await import('./retry.js');
			return retry(options.run ?? runNumber(names[0]), keepingFailed(options, io), adapters, io);
		}

		case 'shell': {
			const {shell} = await import('./shell.js');
			return shell(names[0], options, adapters, io);
		}

		case 'report': {
			const {report} = await import('./report.js');
			return report(await reportDependencies(options, adapters, io), options);
		}

		case 'cancel': {
			const {cancel} = await import('./cancel.js');
			return cancel(await reportDependencies(options, adapters, io), {run: options.run ?? runNumber(names[0])});
		}

		case 'clean': {
			const {clean} = await import('./clean.js');
			const root = await findRoot(options, adapters);
			const dependencies = await reportDependencies(options, adapters, io);
			const sweep = () => adapters.sweepEngine(root);
			const clearCaches = () => adapters.clearCaches(dependencies.store.folder);
			return clean({...dependencies, sweep, clearCaches}, options);
		}

		case 'completion': {
			const {completion} = await import('./completion.js');
			return completion({out: io.stdout, jobs: () => newestJobs(options, adapters)}, names[0]);
		}

		default: {
			const known = commandTable.map(entry => entry.name);
			throw new CiError('COMMAND_UNKNOWN', `there is no command "${command}".`, {
				hint: didYouMean(command, known) ?? `there are: ${known.join(', ')}`,
				exitCode: exitCodes.wrongInput,
			});
		}
	}
}

/** By the run alone: reading the pipeline may take longer than a person waits for a key. */
async function newestJobs(options: Options, adapters: Adapters): Promise<readonly string[]> {
	const store = await adapters.openStore(await findRoot(options, adapters));
	const newest = (await store.runs())[0]?.run_number;
	const run = newest === undefined ? undefined : await store.run(newest);
	return [...new Set(run?.job_executions.map(({name}) => name))];
}

/** With the terminal UI in front of a person, who can open a shell where a job has failed. */
function keepingFailed(options: Options, io: Io): Options {
	const keepFailed = io.interactive && !options.json && (options.ui === 'auto' || options.ui === 'tui');
	return {...options, keepFailed};
}

async function reportDependencies(options: Options, adapters: Adapters, io: Io): Promise<ReportDependencies> {
	return {
		store: await adapters.openStore(await findRoot(options, adapters)),
		logs: await adapters.createLogStore(),
		out: io.stdout,
		err: io.stderr,
		color: io.color,
		ascii: io.ascii,
		now: () => adapters.now(),
	};
}
