import type {Key} from 'ink';
import {expect, test} from 'vitest';
import {keyNames} from '../../../source/tui/keys/key-names.js';

const none: Key = {
	upArrow: false,
	downArrow: false,
	leftArrow: false,
	rightArrow: false,
	pageDown: false,
	pageUp: false,
	home: false,
	end: false,
	return: false,
	escape: false,
	ctrl: false,
	shift: false,
	tab: false,
	backspace: false,
	delete: false,
	meta: false,
	super: false,
	hyper: false,
	capsLock: false,
	numLock: false,
};
const names = (input: string, key: Partial<Key> = {}) => keyNames(input, {...none, ...key});

test('fast typing that arrives at once is every key of it', () => {
	expect(names('jjj')).toEqual(['j', 'j', 'j']);
	expect(names('/ab c\r')).toEqual(['/', 'a', 'b', 'space', 'c', 'enter']);
});

test('special keys have the names of the keymap', () => {
	expect(names('', {upArrow: true})).toEqual(['up']);
	expect(names('', {pageDown: true})).toEqual(['pagedown']);
	expect(names('', {tab: true})).toEqual(['tab']);
	expect(names('', {tab: true, shift: true})).toEqual(['shift+tab']);
	expect(names('c', {ctrl: true})).toEqual(['ctrl+c']);
	expect(names('', {escape: true, meta: true})).toEqual(['esc']);
});

test('the backspace key is one key, whichever of its two codes the terminal sends', () => {
	expect(names('', {backspace: true})).toEqual(['backspace']);
	expect(names('', {delete: true})).toEqual(['backspace']);
});

test('reports of a mouse or of the focus are no keys', () => {
	expect(names('[<64;10;5M')).toEqual([]);
	expect(names('[I')).toEqual([]);
	expect(names('[12;5~')).toEqual([]);
});

test('a bracket that somebody types is a key', () => {
	expect(names('[')).toEqual(['[']);
});
