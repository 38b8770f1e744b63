import {isTruthful} from '../../expressions/evaluate.js';
import {parseExpression} from '../../expressions/parse.js';
import type {Problems} from '../problems.js';
import type {InputDefinition, InputRule} from './input-definition.js';
import type {InputValues} from './input-values.js';

/** An input with the options and the default that its rules choose by the inputs that have a value already. */
export function applyInputRules(definition: InputDefinition, values: InputValues, problems: Problems): InputDefinition {
	const {rules, ...rest} = definition;
	const rule = rules?.find(candidate => holds(candidate, values, problems));
	return rule
		? {...rest, ...(rule.options && {options: rule.options}), ...(rule.default && {default: rule.default})}
		: rest;
}

/** `$[[ inputs.name ]]` stands for a value as `$NAME` does elsewhere. */
function holds({if: condition}: InputRule, values: InputValues, problems: Problems): boolean {
	if (condition?.kind !== 'scalar') return true;
	const variables = new Map<string, string>();
	const text = condition.text.replaceAll(/\$\[\[\s*inputs\.([^\]]+?)\s*\]\]/g, (_, name: string) => {
		const variable = `input_${variables.size}`;
		if (values.has(name)) variables.set(variable, String(values.get(name)));
		else variables.set(variable, '');
		return `$${variable}`;
	});
	const parsed = parseExpression(text);
	if (parsed.ok) return isTruthful(parsed.value, variables);
	problems.error('EXPRESSION_INVALID', `"if" of an input's rule: ${parsed.error.message}`, condition.place);
	return false;
}
