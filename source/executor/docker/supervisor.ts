import {markFormat} from '../marks.js';

/**
 * The first program of a job's container, in the language of every POSIX shell and without any tool beside it. It does what it is told,
 * a word a line, on its stdin:
 *
 * - `run TOKEN`, the lines of a script, TOKEN: gives the script to bash (sh where there is none) and ends it with a mark
 * - `do TOKEN`, the lines of a script, TOKEN: the same without a word of it
 * - `left TOKEN`: a mark, 0 when no process of the job is left
 * - `reap`: waits for a child of its own, by which shells also take leave of orphans that have ended
 * - `term`, `kill`: SIGTERM or SIGKILL to every process but itself
 * - `exit CODE`: ends the container
 *
 * Nothing secret is in its arguments or its environment. When its stdin ends nobody is there any more who wants the job: it ends it.
 */
export const supervisor = `
trap 'kill -TERM -1' HUP INT TERM
exec 2>/dev/null
shell=sh
for file in /usr/local/bin/bash /usr/bin/bash /bin/bash; do
	if [ -x "$file" ]; then shell=$file; break; fi
done
while IFS= read -r word; do
	case $word in
	'run '* | 'do '*)
		token=\${word#* }
		text=
		while IFS= read -r line && [ "$line" != "$token" ]; do
			text="$text$line
"
		done
		if [ "$word" = "do $token" ]; then
			printf %s "$text" | "$shell" >/dev/null 2>&1 &
		else {
			trap : TERM
			printf %s "$text" | "$shell" 8>&1 2>&1
			printf '${markFormat}' "$token" "$?"
		} & fi
		text=
		;;
	'left '*)
		(:)
		if kill -0 -1; then left=1; else left=0; fi
		printf '${markFormat}' "\${word#left }" "$left"
		;;
	reap) (:) ;;
	term) kill -TERM -1 ;;
	kill) kill -KILL -1 ;;
	'exit '*) exit "\${word#exit }" ;;
	esac
done
kill -TERM -1
exit 143
`.trim();

/** The words that run a script; `do` without telling anything of it. */
export function runWords(text: string, token: string, how: 'run' | 'do' = 'run'): string {
	return `${how} ${token}\n${text.endsWith('\n') ? text : `${text}\n`}${token}\n`;
}
