# bash completion for supernet(1)                          -*- shell-script -*-
# The command itself knows what may stand where; a "/" stands for files.

_supernet() {
	local cur=${COMP_WORDS[COMP_CWORD]} word at=
	COMPREPLY=()
	while IFS=$'\t' read -r word _; do
		if [ "$word" != / ]; then
			COMPREPLY+=("$word")
			continue
		fi
		compopt -o filenames 2>/dev/null
		[[ $cur != @* ]] || at=@
		mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(
			compgen -P "$at" -f -- "${cur#@}")
	done < <("${1:-supernet}" __complete \
		"${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _supernet supernet
