import {expect, test} from 'vitest';
import {expandCaches, expandServices} from '../../source/engine/expand-beside.js';

const variables = {CI_JOB_NAME: 'unit', TAG: '16', EMPTY: ''};

test('services are filled in with what only the run knows, their own variables with each other', () => {
	const service = {
		image: {name: 'postgres:${TAG}', user: '${CI_JOB_NAME}'},
		aliases: ['postgres', '${CI_JOB_NAME}-db', '${EMPTY}'],
		command: ['serve', '$NOT_OURS'],
		variables: {POSTGRES_USER: '${CI_JOB_NAME}', URL: 'pg://${POSTGRES_USER}@${NOBODY}', PRICE: '$$1'},
	};
	expect(expandServices([service, {image: {name: '${EMPTY}'}, aliases: [], variables: {}}], variables)).toEqual([
		{
			image: {name: 'postgres:16', user: 'unit'},
			aliases: ['postgres', 'unit-db'],
			command: ['serve', '$NOT_OURS'],
			variables: {POSTGRES_USER: 'unit', URL: 'pg://unit@', PRICE: '$1'},
		},
	]);
});

test('caches are filled in with what only the run knows', () => {
	const cache = {untracked: false, policy: 'pull', when: 'always'} as const;
	expect(
		expandCaches(
			[
				{...cache, key: '${CI_JOB_NAME}-x', paths: ['${TAG}/'], fallbackKeys: ['${EMPTY}', 'v${TAG}']},
				{...cache, key: {files: ['${TAG}.lock'], prefix: '${CI_JOB_NAME}'}, paths: [], fallbackKeys: []},
			],
			variables,
		),
	).toEqual([
		{...cache, key: 'unit-x', paths: ['16/'], fallbackKeys: ['', 'v16']},
		{...cache, key: {files: ['16.lock'], prefix: 'unit'}, paths: [], fallbackKeys: []},
	]);
});
