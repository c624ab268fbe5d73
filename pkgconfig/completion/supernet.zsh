#compdef supernet
# zsh completion for supernet(1)

_supernet_profiles() {
	local -a profiles
	profiles=(${(f)"$(_call_program profiles \
		supernet plan --list-profiles 2>/dev/null | awk '{print $1}')"})
	compadd -a profiles
}

_supernet_formats() {
	local -a formats
	formats=(${(f)"$(_call_program formats \
		supernet plan --list-formats 2>/dev/null | awk '{print $1}')"})
	compadd -a formats
}

_supernet() {
	local -a commands input output
	commands=(
		'aggregate:the union of all files as the fewest prefixes'
		'intersect:what all files have in common'
		'subtract:the first file minus all the others'
		'symdiff:what is in one of two files only'
		'complement:what is missing'
		'count:addresses and aggregates per family'
		'match:which aggregate holds each address'
		'cover:at most N prefixes with the fewest extra addresses'
		'watch:changes of an inventory into changes of its aggregates'
		'plan:the connections and routes that join two sides'
		'diagnose:what is wrong with connections as they are configured'
		'routes:check, match, tidy and diff route tables'
		'help:help on a command'
	)
	output=(
		'(-o --output)'{-o,--output}'[write this file]:file:_files'
		'(-h --help)'{-h,--help}'[help]'
	)
	input=(
		'--format[form of the output]:format:(text ranges json csv)'
		'--notation[of the input]:notation:(strict lenient)'
		'--skip-invalid[report and count bad lines, and go on]'
		'--strict-network[refuse prefixes with host bits set]'
		'--column[read this column of CSV]:column:'
		'--delimiter[of the columns]:character:'
		'(-j --threads)'{-j,--threads}'[threads]:number:'
		'(--no-progress)--progress[say how far it is]'
		'(--progress)--no-progress[say nothing of progress]'
		$output
		'*:file:_files'
	)

	if (( CURRENT == 2 )); then
		_describe command commands
		compadd -- --help --version
		return
	fi
	local command=$words[2]
	shift words
	(( CURRENT-- ))
	case $command in
	aggregate|intersect|subtract|symdiff|count)
		_arguments $input ;;
	complement)
		_arguments '--within[the whole]:prefix:' $input ;;
	match)
		_arguments '*--addr[an address, or @FILE]:address:' $input ;;
	cover)
		_arguments '-k[at most this many prefixes]:number:' \
			'--max-extra[at most this many extra addresses]:number:' \
			'--shortest[no prefix shorter than]:length:' \
			'*--avoid[no prefix may touch this]:file or prefix:_files' \
			'--previous[the list in use today]:file:_files' \
			'--churn-cost[of a prefix dropped or added]:cost:' \
			'*--weight[what extra addresses cost]:file:_files' \
			'--curve[the best for each k up to]:number:' $input ;;
	watch)
		_arguments '--unbuffered[each line is a batch]' \
			'--separate[a blank line behind what a batch changes]' \
			'(-h --help)'{-h,--help}'[help]' '1:file:_files' ;;
	plan)
		_arguments '--local[segments, or @FILE]:list:' \
			'--peer[segments, or @FILE]:list:' \
			'--ike[version]:version:(v1 v2)' \
			'--gateway[profile]:profile:_supernet_profiles' \
			'--peer-device[profile]:profile:_supernet_profiles' \
			'--scheme[scheme]:scheme:(auto destination aggregate pairs)' \
			'--align[of supernets]:align:(minimal octet)' \
			'--shortest[acceptable supernet]:length:' \
			'--allow-public[supernets may leave private space]' \
			'--connection[next hop]:id:' \
			'--max-routes[limit]:number:' \
			'--max-connections[limit]:number:' \
			'--max-selectors[limit]:number:' \
			'--from[plan that is deployed]:file:_files' \
			'--sticky[keep its selectors while they still do]' \
			'*--reserve[room to grow]:bits or prefix:' \
			'--gateway-id[the VPN gateway]:id:' \
			'--list-formats[what --format takes]' \
			'--list-profiles[gateways and peers that are known]' \
			'--show-profile[what is known]:profile:_supernet_profiles' \
			'--format[form of the output]:format:_supernet_formats' \
			$output '1:network.json:_files' ;;
	diagnose)
		_arguments '--format[form of the output]:format:(text json)' \
			$output '1:network.json:_files' ;;
	routes)
		_arguments '--from[form of the table]:form:(csv provider plan terraform ip-rule)' \
			'--gateway[whose rules hold]:profile:_supernet_profiles' \
			'--plan[what should be there]:file:_files' \
			'--max-routes[instead of the profile]:number:' \
			'--table[the table to match in]:file:_files' \
			'--pairs[packets to match]:file:_files' \
			'--resolve[the more specific row wins]' \
			'--format[form of the output]:format:(text json csv iproute2 terraform aliyun)' \
			$output '1:what:(check match tidy diff)' '*:table:_files' ;;
	help)
		_describe command commands ;;
	esac
}

_supernet "$@"
