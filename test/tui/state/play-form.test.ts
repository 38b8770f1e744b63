import {expect, test} from 'vitest';
import {playedVariables, playForm, typeField} from '../../../source/tui/state/play-form.js';
import {aJob} from '../../scheduler/a-run.js';

test('a masked value is not shown in the form, and is not given in place of the real one', () => {
	const variables = {PLAIN: 'a', TOKEN: 'sec$$ret-value', URL: 'https://sec$$ret-value@host'};
	const form = playForm(aJob('deploy', {variables}), ['sec$ret-value']);
	expect(form.fields.slice(0, 3).map(({value}) => value)).toEqual(['a', '[MASKED]', 'https://[MASKED]@host']);
	expect(playedVariables(form)).toEqual({});
	expect(playedVariables(typeField({...form, at: 1}, 'typed'))).toEqual({TOKEN: 'typed'});
});
