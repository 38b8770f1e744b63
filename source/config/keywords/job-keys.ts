import {compileRegex, splitRegex} from '../../expressions/regex/regex.js';
import {placeInside} from '../place-inside.js';
import {anything, bool, expected, listOf, object, oneOf, type Shape, text} from '../shape.js';
import {allowFailure} from './allow-failure.js';
import {artifacts} from './artifacts.js';
import {caches} from './cache.js';
import {dastConfiguration, identity, pages, release} from './deploy.js';
import {duration, week} from './duration.js';
import {environment} from './environment.js';
import {image} from './image.js';
import {inherit} from './inherit.js';
import {needs} from './needs.js';
import {parallel} from './parallel.js';
import {placedText} from './placed-text.js';
import {policy} from './policy.js';
import {retry} from './retry.js';
import {jobRules} from './rules.js';
import {commands} from './scripts.js';
import {idTokens, secrets} from './secrets.js';
import {services} from './services.js';
import {steps} from './steps.js';
import {trigger} from './trigger.js';
import {jobVariables} from './variables.js';

const coverage: Shape<string> = (node, reading) => {
	const written = text(node, reading);
	if (written === undefined) return undefined;
	const parts = splitRegex(written);
	if (!parts)
		return expected('a regular expression between slashes', node, reading, 'write it like /Coverage: (\\d+)/');
	const compiled = compileRegex(parts.source, parts.flags);
	if (compiled.ok) return parts.source;
	if (node.kind !== 'scalar') return undefined;
	const place = placeInside(node, compiled.error.index + 1, 1);
	reading.problems.error('REGEX_INVALID', `the regular expression cannot be used: ${compiled.error.message}`, place);
	return undefined;
};

const tags = listOf(text);

/** The keys a pipeline's `default` may have too. */
export const defaultKeys = {
	after_script: commands,
	artifacts,
	before_script: commands,
	cache: caches,
	hooks: object('hooks', {pre_get_sources_script: commands}),
	id_tokens: idTokens,
	identity,
	image,
	interruptible: bool,
	retry,
	services,
	tags,
	timeout: duration(),
} as const;

/** Every keyword of a job (GitLab's reference, "Job keywords"). */
export const jobKeys = {
	...defaultKeys,
	allow_failure: allowFailure,
	coverage,
	dast_configuration: dastConfiguration,
	dependencies: listOf(placedText),
	environment,
	except: policy,
	extends: anything,
	inherit,
	inputs: anything,
	manual_confirmation: text,
	needs,
	only: policy,
	pages,
	parallel,
	publish: text,
	release,
	resource_group: text,
	rules: jobRules,
	run: steps,
	script: commands,
	secrets,
	stage: placedText,
	start_in: duration(week),
	trigger,
	variables: jobVariables,
	when: oneOf('on_success', 'on_failure', 'always', 'manual', 'delayed'),
} as const;
