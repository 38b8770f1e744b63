import {partsOf} from '../placed-job.js';
import {addField, moveField, playedVariables, playForm, typeField} from '../state/play-form.js';
import type {Dialog} from '../state/ui-state.js';
import {typed} from './prompt.js';
import type {RunContext} from './run-context.js';

/** Asks for the variables of a manual job before it is played. */
export function askToPlay({place, handleOf, dispatch}: RunContext): void {
	const plan = place && handleOf(place)?.plan;
	if (place !== undefined && plan !== undefined) {
		const planned = plan.jobs.find(({name}) => name === place.job.name);
		dispatch({type: 'dialog-changed', dialog: {kind: 'play', id: place.id, form: playForm(planned, plan.masked)}});
	}
}

/** A key in the form: arrows move, Enter adds the variable that was typed, else plays. */
export function typeIntoForm(key: string, dialog: Dialog & {readonly kind: 'play'}, context: RunContext): void {
	const {handleOf, dispatch, toast} = context;
	const {form, id} = dialog;
	const {name: job} = partsOf(id);
	const change = (next: typeof form) => dispatch({type: 'dialog-changed', dialog: {...dialog, form: next}});
	switch (key) {
		case 'esc':
		case 'ctrl+c': {
			dispatch({type: 'dialog-changed', dialog: undefined});
			return;
		}

		case 'up':
		case 'shift+tab': {
			change(moveField(form, -1));
			return;
		}

		case 'down':
		case 'tab': {
			change(moveField(form, 1));
			return;
		}

		case 'enter': {
			const text = form.fields.at(-1)?.value ?? '';
			const added = addField(form);
			if (added !== undefined) {
				change(added);
			} else if (text.trim() === '') {
				const variables = playedVariables(form);
				const given = Object.keys(variables).length > 0;
				handleOf(partsOf(id))?.send({type: 'play-job', job, ...(given ? {variables} : {})});
				dispatch({type: 'dialog-changed', dialog: undefined});
				toast(`playing ${job}${given ? ` with ${Object.keys(variables).join(', ')}` : ''}`);
			} else {
				toast('a variable is typed as KEY=VALUE', 'warning');
			}

			return;
		}

		default: {
			const value = form.fields[form.at]?.value ?? '';
			const next = typed(value, key);
			if (next !== value) {
				change(typeField(form, next));
			}
		}
	}
}
