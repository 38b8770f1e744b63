import {stringify} from 'yaml';
import type {Plan} from '../../model/plan.js';
import type {JobState, RunState} from '../../model/run-state.js';
import {formatDuration} from '../../report/duration.js';
import {needsOf} from '../history/estimate.js';
import {jobNote} from '../notes.js';
import type {ArtifactFile} from '../ports.js';
import {type Tab, tabNames} from '../state/arrangement.js';
import {type Row, span} from '../text/row.js';
import {glyphOf, lookOf, lookOfJob, looks, type Theme} from '../theme.js';

export interface TabView {
	readonly tab: Exclude<Tab, 'log'>;
	readonly job: JobState;
	readonly state: RunState;
	readonly plan: Plan;
	/** Undefined: they cannot be read here, or not yet. */
	readonly artifacts: readonly ArtifactFile[] | undefined;
	/** Number of the attempt that is chosen. */
	readonly attempt: number | undefined;
	readonly now: number;
	readonly theme: Theme;
}

/** What a tab says of the selected job. */
export function tabRows(view: TabView): readonly Row[] {
	switch (view.tab) {
		case 'config': {
			return configRows(view);
		}

		case 'needs': {
			return needsRows(view);
		}

		case 'artifacts': {
			return artifactRows(view);
		}

		case 'attempts': {
			return attemptRows(view);
		}
	}
}

/** ` Log  Config  Needs  Artifacts  Attempts      [ ] tabs` */
export function tabBar(chosen: Tab, width: number): Row {
	const names = tabNames.map(name => {
		const title = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
		return span(` ${title} `, name === chosen ? {bold: true, inverse: true} : {dim: true});
	});
	return [span(' '), ...names, span(width < 70 ? '' : '   [ ] change tabs', {dim: true})];
}

/** The job as resolved, in GitLab's words. */
function configRows({job, plan}: TabView): readonly Row[] {
	const planned = plan.jobs.find(({name}) => name === job.name);
	if (planned === undefined) {
		return none(
			plan.jobs.length === 0
				? 'What a past child pipeline consisted of is not kept.'
				: 'This job is not in the pipeline file any more.',
		);
	}

	const {file, line} = planned.position;
	const text = stringify({[planned.name]: planned.resolved}, {lineWidth: 0});
	return [
		[span(` # ${file}:${line}, with defaults, extends and variables resolved`, {dim: true})],
		...text
			.trimEnd()
			.split('\n')
			.map((row): Row => {
				const [, indent = '', key = '', rest = ''] = /^(\s*(?:- )?)([\w.-]+:)?(.*)$/u.exec(row) ?? [];
				return [span(` ${indent}`), span(key, {color: 'cyan'}), span(rest)];
			}),
	];
}

/** What it waits for, and what waits for it. */
function needsRows(view: TabView): readonly Row[] {
	const {job, plan, state} = view;
	const planned = plan.jobs.find(({name}) => name === job.name);
	const before = needsOf(plan, job.name);
	const after = plan.jobs.filter(({name}) => needsOf(plan, name).includes(job.name)).map(({name}) => name);
	const listed = (names: readonly string[]) =>
		names.flatMap(name => {
			const other = state.jobs.get(name);
			return other === undefined ? [] : [jobRow(other, view)];
		});
	const why = planned?.needs === undefined ? 'every job of the stages before' : 'its needs';
	return [
		heading(before.length === 0 ? 'waits for nothing' : `waits for ${why}`),
		...listed(before),
		[],
		heading(after.length === 0 ? 'nothing waits for it' : 'waited for by'),
		...listed(after),
		...(planned === undefined || planned.artifactsFrom.length === 0
			? []
			: [[], heading('gets the artifacts of'), ...listed(planned.artifactsFrom)]),
	];
}

function artifactRows({job, plan, artifacts}: TabView): readonly Row[] {
	const declared = plan.jobs.find(({name}) => name === job.name)?.artifacts;
	if (declared === undefined && (artifacts ?? []).length === 0) {
		return none('This job leaves no artifacts.');
	}

	const {paths = [], reports: kinds = {}} = declared ?? {};
	const reports = Object.entries(kinds).flatMap(([kind, files]) => files.map(file => `${kind}: ${file}`));
	return [
		heading('declared'),
		...[...paths, ...reports].map((path): Row => [span(`   ${path}`)]),
		[],
		heading(artifacts === undefined ? 'what it left is not known' : `left ${artifacts.length} files`),
		...(artifacts ?? []).map((file): Row => [span(`${sizeText(file.size).padStart(9)}  ${file.path}`)]),
	];
}

/** ` 1 ✘ failed, exit 1  44s` */
function attemptRows({job, attempt: chosen, now, theme}: TabView): readonly Row[] {
	const rows = job.attempts.map(({number, status, reason, exitCode, startedAt, endedAt}): Row => {
		const look = lookOf({status, reasonKind: reason?.kind, allowed: job.allowed, attempt: number});
		const marker = number === (chosen ?? job.attempts.length) ? theme.symbols.selected : ' ';
		return [
			span(` ${marker} ${String(number).padStart(2)} `, {bold: true}),
			span(glyphOf(look, theme, 0), looks[look].style),
			span(` ${looks[look].word}${exitCode === undefined ? '' : `, exit ${exitCode}`}`.padEnd(28)),
			span(formatDuration((endedAt ?? now) - startedAt).padStart(7), {dim: true}),
			span(`  ${new Date(startedAt).toLocaleTimeString('en-GB')}`, {dim: true}),
		];
	});
	return rows.length === 0
		? none('It has not run yet.')
		: [...rows, [], [span('   a shows the log of another', {dim: true})]];
}

function jobRow(job: JobState, {theme, now}: TabView): Row {
	const look = lookOfJob(job);
	return [
		span('   '),
		span(glyphOf(look, theme, 0), looks[look].style),
		span(` ${job.name}`),
		span(`  ${jobNote(job, now)}`, {dim: true}),
	];
}

function heading(text: string): Row {
	return [span(` ${text}`, {bold: true})];
}

function none(text: string): readonly Row[] {
	return [[], [span(`  ${text}`, {dim: true})]];
}

function sizeText(bytes: number): string {
	return bytes < 1000
		? `${bytes} B`
		: bytes < 1e6
			? `${(bytes / 1e3).toFixed(0)} KB`
			: `${(bytes / 1e6).toFixed(1)} MB`;
}
