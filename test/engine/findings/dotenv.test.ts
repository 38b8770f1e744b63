import {expect, test} from 'vitest';
import {readDotenv} from '../../../source/engine/findings/dotenv.js';

const file = (text: string, name = 'build.env') => ({name, content: Buffer.from(text)});

test('lines are KEY=value, quotes are part of the value, and a later line overrides', () => {
	const read = readDotenv([file('\uFEFFA=1\nB = "two words" \r\nC=x=y\nD=\nA=2\n'), file('E=5')]);
	expect(read).toEqual({ok: true, value: {A: '2', B: '"two words"', C: 'x=y', D: '', E: '5'}});
});

test.each([
	['A=1\n\nB=2\n', 'line 2'],
	['# why\nA=1\n', 'line 1'],
	['A B=1\n', 'line 1'],
	['just text\n', 'line 1'],
	['=1\n', 'line 1'],
	[`A=${'x'.repeat(5200)}\n`, '5203 bytes'],
	[Array.from({length: 151}, (_, i) => `A${i}=1`).join('\n'), '151 variables'],
])('%j is refused, as GitLab refuses it', (text, words) => {
	const read = readDotenv([file(text)]);
	expect(read.ok ? '' : `${read.error.code} ${read.error.message}`).toMatch(
		/^DOTENV_INVALID the dotenv report build\.env/,
	);
	expect(read.ok ? '' : read.error.message).toContain(words);
});
