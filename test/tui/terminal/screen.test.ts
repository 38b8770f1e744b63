import {EventEmitter} from 'node:events';
import {expect, test} from 'vitest';
import {openScreen} from '../../../source/tui/terminal/screen.js';

function aTerminal(columns = 20, rows = 4) {
	const written: string[] = [];
	const terminal = Object.assign(new EventEmitter(), {
		columns,
		rows,
		isTTY: true,
		write(text: string) {
			written.push(text);
			return true;
		},
	});
	const screen = openScreen(terminal as unknown as NodeJS.WriteStream);
	return {
		screen,
		terminal,
		draw: (...lines: readonly string[]) => screen.stdout.write(lines.join('\n')),
		/** What was written since it was asked last. */
		written: () => written.splice(0).join(''),
	};
}

test('writes only the rows that changed, each at its place', () => {
	const {screen, draw, written} = aTerminal();
	screen.enter();
	draw('one', 'two', 'three');
	written();
	draw('one', 'TWO', 'three');
	expect(written()).toBe('\u001B[?2026h\u001B[2;1HTWO\u001B[0m\u001B[K\u001B[?2026l');
});

test('writes nothing when nothing changed', () => {
	const {screen, draw, written} = aTerminal();
	screen.enter();
	draw('one');
	written();
	draw('one');
	expect(written()).toBe('');
});

test('never writes more rows than the terminal has, nor erases the last character of a full one', () => {
	const {screen, draw, written} = aTerminal(5, 2);
	screen.enter();
	written();
	draw('aaaaa', 'b', 'c', 'd');
	expect(written()).toBe('\u001B[?2026h\u001B[1;1Haaaaa\u001B[0m\u001B[2;1Hb\u001B[0m\u001B[K\u001B[?2026l');
});

test('erases the rows that a shorter frame leaves', () => {
	const {screen, draw, written} = aTerminal();
	screen.enter();
	draw('one', 'two');
	written();
	draw('one');
	expect(written()).toContain('\u001B[2;1H\u001B[0m\u001B[K');
});

test('draws everything again after a resize and when asked to', () => {
	const {screen, terminal, draw, written} = aTerminal();
	screen.enter();
	draw('one', 'two');
	written();
	screen.repaint();
	expect(written()).toContain('one');
	terminal.emit('resize');
	draw('one', 'two');
	expect(written()).toMatch(/one.*two/su);
});

test('gives the terminal back once: alternate screen, cursor, wrapping, mouse and paste', () => {
	const {screen, draw, written} = aTerminal();
	screen.enter();
	draw('one');
	written();
	screen.leave();
	const restored = written();
	for (const mode of ['?1049l', '?25h', '?7h', '?1000l', '?1006l', '?2004l']) {
		expect(restored).toContain(mode);
	}

	screen.leave();
	draw('late frame');
	expect(written()).toBe('');
});

test('writes nothing more to a terminal that is gone, not even the restoring', () => {
	const {screen, draw, written} = aTerminal();
	screen.enter();
	written();
	screen.abandon();
	draw('late frame');
	screen.leave();
	expect(written()).toBe('');
});

test('never shows the cursor while it is on, whatever Ink asks for', () => {
	const {screen, written} = aTerminal();
	screen.enter();
	written();
	screen.stdout.write('\u001B[?25h');
	expect(written()).toBe('');
	screen.stdout.write('\u001B[?2004h');
	expect(written()).toBe('\u001B[?2004h');
});
