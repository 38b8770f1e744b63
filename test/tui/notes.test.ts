import {expect, test} from 'vitest';
import {fittingNote, jobNotes} from '../../source/tui/notes.js';
import {aJob} from './support/a-run.js';

const waits = aJob('ship', 'Pending', {reason: {kind: 'needs', jobs: ['unit: [catalog]', 'unit: [orders]', 'e2e']}});

test('a reason to wait is told in the longest words that fit, and never cut', () => {
	const notes = jobNotes(waits, 0);
	expect(fittingNote(notes, 60)).toBe('waits for unit: [catalog], unit: [orders], e2e');
	expect(fittingNote(notes, 30)).toBe('waits for unit: [catalog] +2');
	expect(fittingNote(notes, 20)).toBe('waits for 3 jobs');
	expect(fittingNote(notes, 8)).toBe('waits');
	expect(fittingNote(notes, 3)).toBe('');
});

test('a reason of which only the beginning fits shows that something is missing', () => {
	const notes = ['runner error: cannot pull alpine:99', 'runner error'];
	expect(fittingNote(notes, 26)).toBe('runner error: cannot pull…');
	expect(fittingNote(notes, 14)).toBe('runner error');
});
