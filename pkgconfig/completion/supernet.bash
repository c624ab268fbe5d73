# bash completion for supernet(1)                          -*- shell-script -*-

_supernet() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
	local commands='aggregate intersect subtract symdiff complement count
		match cover watch plan diagnose routes help'
	local input='--format --notation --skip-invalid --strict-network
		--column --delimiter --threads --progress --no-progress
		--output --help'
	local options command=${COMP_WORDS[1]}
	COMPREPLY=()

	if [ "$COMP_CWORD" -eq 1 ]; then
		mapfile -t COMPREPLY < <(
			compgen -W "$commands --help --version" -- "$cur")
		return
	fi
	case $command in
	help)
		mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$cur")
		return
		;;
	aggregate | intersect | subtract | symdiff | count) options=$input ;;
	complement) options="--within $input" ;;
	match) options="--addr $input" ;;
	cover) options="--max-extra --shortest --avoid --previous --churn-cost
		--weight --curve $input" ;;
	watch) options='--unbuffered --separate --help' ;;
	plan) options='--local --peer --ike --gateway --peer-device --scheme
		--align --shortest --allow-public --connection --max-routes
		--max-connections --max-selectors --from --sticky --reserve --gateway-id
		--list-formats --list-profiles --show-profile
		--format --output --help' ;;
	diagnose) options='--format --output --help' ;;
	routes) options='--from --gateway --plan --max-routes --table --pairs
		--resolve --format --output --help' ;;
	*) return ;;
	esac

	local words
	case $command:$prev in
	plan:--format)
		words=$("$1" plan --list-formats 2>/dev/null |
			awk '{print $1}') ;;
	diagnose:--format) words='text json' ;;
	routes:--format) words='text json csv iproute2 terraform aliyun' ;;
	routes:--from) words='csv provider plan terraform ip-rule' ;;
	*:--format) words='text ranges json csv' ;;
	*:--notation) words='strict lenient' ;;
	plan:--ike) words='v1 v2' ;;
	plan:--scheme) words='auto destination aggregate pairs' ;;
	plan:--align) words='minimal octet' ;;
	plan:--gateway | plan:--peer-device | plan:--show-profile | \
		routes:--gateway)
		words=$("$1" plan --list-profiles 2>/dev/null |
			awk '{print $1}') ;;
	*)
		if [[ $cur == -* ]]; then
			words=$options
		else
			compopt -o filenames 2>/dev/null
			mapfile -t COMPREPLY < <(compgen -f -- "$cur")
			return
		fi
		;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
}
complete -F _supernet supernet
