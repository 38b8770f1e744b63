import {type Command, commandTable, type Flag, flagsOf, flagTable} from './command-rows.js';

/** Run numbers are the names of folders: asking the shell for them costs nothing. */
const runNumbers = 'ls .ci-tui/runs 2>/dev/null';
/** One a line. */
const jobNames = 'ci-tui completion jobs 2>/dev/null';

/** For bash 3.2 and later: words of the command, then its flags, then what a flag takes. */
export function bashCompletion(): string {
	const words = (command: Command) => [
		...(command.argument?.choices ?? []),
		...flagsOf(command).map(({name}) => `--${name}`),
	];
	return `# bash completion of ci-tui
_ci_tui_jobs() {
  # A name may have blanks, brackets and colons: bash breaks words at colons, and takes what comes before them for typed.
  local typed="\${COMP_LINE:0:\${COMP_POINT:-0}}" name
  typed="\${typed##* }"; typed="\${typed//\\\\/}"
  [[ -n "$COMP_LINE" ]] || typed="$1"
  while IFS= read -r name; do
    if [[ "$name" == "$typed"* ]]; then
      [[ "$typed" == *:* && "$COMP_WORDBREAKS" == *:* ]] && name="\${name#"\${typed%:*}:"}"
      COMPREPLY+=("$(printf '%q' "$name")")
    fi
  done < <(${jobNames})
}
_ci_tui() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="" each
  for each in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$each" in ${commandTable.map(({name}) => name).join('|')}) command="$each"; break ;; esac
  done
  COMPREPLY=()
  case "$before" in
${flagTable
	.filter(takesValue)
	.map(flag => `    --${flag.name}) ${bashValue(flag)}; return ;;`)
	.join('\n')}
  esac
  case "$command" in
${commandTable.map(command => `    ${command.name}) COMPREPLY=($(compgen -W "${words(command).join(' ')}${command.argument?.kind === 'run' ? ` $(${runNumbers})` : ''}" -- "$word"))${command.argument?.kind === 'job' ? '; [[ "$word" == -* ]] || _ci_tui_jobs "$word"' : ''} ;;`).join('\n')}
    *) COMPREPLY=($(compgen -W "${[...commandTable.map(({name}) => name), ...flagTable.map(({name}) => `--${name}`)].join(' ')}" -- "$word")) ;;
  esac
}
complete -F _ci_tui ci-tui
`;
}

export function zshCompletion(): string {
	const specs = (command: Command | undefined) =>
		flagsOf(command)
			.map(flag => `      ${zshFlag(flag)}`)
			.join(' \\\n');
	return `#compdef ci-tui
_ci_tui_jobs() {
  local -a jobs=("\${(@f)$(${jobNames})}")
  compadd -a jobs
}
_ci_tui() {
  local context state state_descr line
  typeset -A opt_args
  _arguments -C \\
${specs(undefined)} \\
      '1:command:->command' '*::argument:->argument'
  case $state in
    command)
      local -a commands=(
${commandTable.map(({name, summary}) => `        ${zshQuoted(`${name}:${summary.replaceAll(':', '\\:')}`)}`).join('\n')}
      )
      _describe 'command' commands ;;
    argument)
      case $words[1] in
${commandTable.map(command => `        ${command.name}) _arguments ${zshArgument(command)} \\\n${specs(command)} ;;`).join('\n')}
      esac ;;
  esac
}
if [ "$funcstack[1]" = "_ci_tui" ]; then _ci_tui "$@"; else compdef _ci_tui ci-tui; fi
`;
}

export function fishCompletion(): string {
	const names = commandTable.map(({name}) => name).join(' ');
	const lines = ['# fish completion of ci-tui', 'complete -c ci-tui -f'];
	const none = `-n "not __fish_seen_subcommand_from ${names}"`;
	for (const {name, summary} of commandTable)
		lines.push(`complete -c ci-tui ${none} -a ${name} -d ${fishQuoted(summary)}`);
	for (const flag of flagTable) lines.push(`complete -c ci-tui ${none} ${fishFlag(flag)}`);

	for (const command of commandTable) {
		const seen = `-n "__fish_seen_subcommand_from ${command.name}"`;
		for (const flag of flagsOf(command)) lines.push(`complete -c ci-tui ${seen} ${fishFlag(flag)}`);
		const {argument} = command;
		if (argument?.choices !== undefined) lines.push(`complete -c ci-tui ${seen} -a "${argument.choices.join(' ')}"`);
		if (argument?.kind === 'job') lines.push(`complete -c ci-tui ${seen} -a "(${jobNames})"`);
		if (argument?.kind === 'run') lines.push(`complete -c ci-tui ${seen} -a "(${runNumbers})"`);
	}

	return `${lines.join('\n')}\n`;
}

function takesValue(flag: Flag): boolean {
	return flag.value !== undefined;
}

function bashValue({name, choices}: Flag): string {
	if (choices !== undefined) return `COMPREPLY=($(compgen -W "${choices.join(' ')}" -- "$word"))`;
	if (name === 'cwd') return 'COMPREPLY=($(compgen -d -- "$word"))';
	if (name === 'file') return 'COMPREPLY=($(compgen -f -- "$word"))';
	if (name === 'job') return '_ci_tui_jobs "$word"';
	if (name === 'run') return `COMPREPLY=($(compgen -W "$(${runNumbers})" -- "$word"))`;
	return ':';
}

function zshFlag({name, value, choices, repeatable, help}: Flag): string {
	const text = help.replace(/[[\]:]/g, '\\$&');
	const values = choices === undefined ? zshValues(name) : `(${choices.join(' ')})`;
	return zshQuoted(
		`${repeatable ? '*' : ''}--${name}[${text}]${value === undefined ? '' : `:${value.replaceAll(':', '\\:')}:${values}`}`,
	);
}

function zshValues(name: string): string {
	if (name === 'cwd') return '_files -/';
	if (name === 'file') return '_files';
	if (name === 'job') return '_ci_tui_jobs';
	return name === 'run' ? `($(${runNumbers}))` : ' ';
}

function zshArgument({argument}: Command): string {
	if (argument === undefined) return "'*: :'";
	if (argument.choices !== undefined) return `'1:${argument.kind}:(${argument.choices.join(' ')})'`;
	return argument.kind === 'run' ? `"1:run:($(${runNumbers}))"` : `'*:${argument.kind}:_ci_tui_jobs'`;
}

function zshQuoted(text: string): string {
	return `'${text.replaceAll("'", "'\\''")}'`;
}

function fishFlag({name, short, value, choices, help}: Flag): string {
	const parts = [`-l ${name}`, short && `-s ${short}`, value && (name === 'cwd' || name === 'file' ? '-r -F' : '-x')];
	if (name === 'job') parts.push(`-a "(${jobNames})"`);
	if (choices !== undefined) parts.push(`-a "${choices.join(' ')}"`);
	return [...parts, `-d ${fishQuoted(help)}`].filter(Boolean).join(' ');
}

function fishQuoted(text: string): string {
	return `'${text.replaceAll("'", "\\'")}'`;
}
