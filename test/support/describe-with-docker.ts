import {describe} from 'vitest';
import {dockerAvailable} from './docker.js';

/** `describe` for tests that need an engine: skipped without one, except where `CI` is set. */
export const describeWithDocker = describe.skipIf(!(await dockerAvailable()));
