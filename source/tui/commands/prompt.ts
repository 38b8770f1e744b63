import type {Prompt} from '../state/ui-state.js';
import {messageOf, save} from './copy-commands.js';
import type {RunContext} from './run-context.js';

/** A key typed while a line of text is asked for. What can be undone happens while typing, the rest on Enter. */
export function typeIntoPrompt(key: string, context: RunContext): void {
	const {prompt} = context.ui;
	if (prompt === undefined) {
		return;
	}

	const close = () => context.dispatch({type: 'prompt-changed', prompt: undefined});
	const change = (text: string) => {
		context.dispatch({type: 'prompt-changed', prompt: {...prompt, text}});
		whileTyping(prompt.kind, text, context);
	};

	if (key === 'esc' || key === 'ctrl+c') {
		whileTyping(prompt.kind, '', context);
		close();
	} else if (key === 'enter') {
		close();
		onEnter(prompt, context);
	} else {
		const text = typed(prompt.text, key);
		if (text !== prompt.text) {
			change(text);
		}
	}
}

/** The text after a key. */
export function typed(text: string, key: string): string {
	switch (key) {
		case 'backspace': {
			return [...text].slice(0, -1).join('');
		}

		case 'ctrl+u': {
			return '';
		}

		case 'ctrl+w': {
			return text.replace(/\S*\s*$/u, '');
		}

		case 'space': {
			return `${text} `;
		}

		default: {
			return [...key].length === 1 ? text + key : text;
		}
	}
}

function whileTyping(kind: Prompt['kind'], text: string, {dispatch, now, log}: RunContext): void {
	if (kind === 'filter') {
		dispatch({type: 'name-filtered', name: text, now: now()});
	} else if (kind === 'only') {
		log?.only(text);
	}
}

function onEnter({kind, text}: Prompt, context: RunContext): void {
	if (kind === 'search') {
		search(text, context);
	} else if (kind === 'save') {
		save(context, text);
	}
}

function search(pattern: string, {log, toast}: RunContext): void {
	log?.search(pattern).then(
		found => {
			if (!found) {
				toast(`"${pattern}" is not in this log`, 'warning');
			}
		},
		(error: unknown) => toast(`cannot search: ${messageOf(error)}`, 'error'),
	);
}
