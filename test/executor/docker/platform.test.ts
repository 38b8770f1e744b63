import {expect, test} from 'vitest';
import {fitsPlatform} from '../../../source/executor/docker/platform.js';

test.each([
	['linux/amd64', true],
	['amd64', true],
	['linux/x86_64', true],
	['Linux', true],
	['linux/arm64', false],
	['windows/amd64', false],
	['arm64/v8', false],
])('an image for linux/amd64 fits %s: %s', (platform, fits) => {
	expect(fitsPlatform({Os: 'linux', Architecture: 'amd64', Variant: ''}, platform)).toBe(fits);
});

test('a variant counts where the image has one', () => {
	const image = {Os: 'linux', Architecture: 'arm', Variant: 'v7'};
	expect(['linux/arm/v7', 'linux/arm', 'linux/arm/v6'].map(platform => fitsPlatform(image, platform))).toEqual([
		true,
		true,
		false,
	]);
});
