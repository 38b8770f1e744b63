import type {RunContext} from './run-context.js';

/** A key typed while a line of text is asked for. The tree is filtered while typing; the log is searched on Enter. */
export function typeIntoPrompt(key: string, context: RunContext): void {
	const {ui, dispatch, now} = context;
	const {prompt} = ui;
	if (prompt === undefined) {
		return;
	}

	const change = (text: string) => {
		dispatch({type: 'prompt-changed', prompt: {...prompt, text}});
		if (prompt.kind === 'filter') {
			dispatch({type: 'name-filtered', name: text, now: now()});
		}
	};

	if (key === 'esc' || key === 'ctrl+c') {
		change('');
		dispatch({type: 'prompt-changed', prompt: undefined});
	} else if (key === 'enter') {
		dispatch({type: 'prompt-changed', prompt: undefined});
		if (prompt.kind === 'search') {
			search(prompt.text, context);
		}
	} else if (key === 'backspace') {
		change([...prompt.text].slice(0, -1).join(''));
	} else if (key === 'ctrl+u') {
		change('');
	} else if (key === 'space') {
		change(`${prompt.text} `);
	} else if ([...key].length === 1) {
		change(prompt.text + key);
	}
}

function search(pattern: string, {log, toast}: RunContext): void {
	log?.search(pattern).then(
		found => {
			if (!found) {
				toast(`"${pattern}" is not in this log`, 'warning');
			}
		},
		(error: unknown) => toast(`cannot search: ${error instanceof Error ? error.message : String(error)}`, 'error'),
	);
}
