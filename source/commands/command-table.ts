export {type Command, commandTable, everywhere, type Flag, flagsOf, flagTable} from './command-rows.js';
export {helpText} from './help-text.js';
