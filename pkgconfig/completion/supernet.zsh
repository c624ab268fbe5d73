#compdef supernet
# zsh completion for supernet(1)
# The command itself knows what may stand where; a "/" stands for files.

_supernet() {
	local -a candidates
	local line files=0

	for line in ${(f)"$(_call_program candidates supernet __complete \
		"${(@q)words[2,CURRENT]}" 2>/dev/null)"}; do
		if [[ $line == / ]]; then
			files=1
		else
			candidates+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
		fi
	done
	(( $#candidates )) && _describe -o supernet candidates
	if (( files )); then
		compset -P @
		_files
	fi
}

_supernet "$@"
