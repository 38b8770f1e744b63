import {defineConfig} from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/**/*.test.{ts,tsx}'],
		globalSetup: ['test/support/global-setup.ts'],
		testTimeout: 120_000,
		hookTimeout: 180_000,
		teardownTimeout: 60_000,
		restoreMocks: true,
	},
});
