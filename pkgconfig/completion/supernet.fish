# fish completion for supernet(1)

set -l inputs aggregate intersect subtract symdiff complement count match cover
set -l commands $inputs watch plan diagnose routes help

function __supernet_profiles
    supernet plan --list-profiles 2>/dev/null | string match -r '^\S+'
end

function __supernet_formats
    supernet plan --list-formats 2>/dev/null | string match -r '^\S+'
end

set -l first "not __fish_seen_subcommand_from $commands"
complete -c supernet -n $first -f
complete -c supernet -n $first -l version -d 'version of the command'
complete -c supernet -s h -l help -d 'help'
complete -c supernet -n $first -a aggregate -d 'union as the fewest prefixes'
complete -c supernet -n $first -a intersect -d 'what all files have in common'
complete -c supernet -n $first -a subtract -d 'the first file minus all others'
complete -c supernet -n $first -a symdiff -d 'what is in one of two files only'
complete -c supernet -n $first -a complement -d 'what is missing'
complete -c supernet -n $first -a count -d 'addresses and aggregates'
complete -c supernet -n $first -a match -d 'which aggregate holds an address'
complete -c supernet -n $first -a cover -d 'at most N prefixes'
complete -c supernet -n $first -a watch -d 'changes of an inventory'
complete -c supernet -n $first -a plan -d 'connections and routes'
complete -c supernet -n $first -a diagnose -d 'what is wrong with connections'
complete -c supernet -n $first -a routes -d 'route tables'
complete -c supernet -n $first -a help -d 'help on a command'
complete -c supernet -n '__fish_seen_subcommand_from help' -f -a "$commands"

set -l on "__fish_seen_subcommand_from $inputs"
complete -c supernet -n $on -l format -x -a 'text ranges json csv' -d 'output'
complete -c supernet -n $on -l notation -x -a 'strict lenient' -d 'input'
complete -c supernet -n $on -l skip-invalid -d 'report bad lines and go on'
complete -c supernet -n $on -l strict-network -d 'refuse host bits'
complete -c supernet -n $on -l column -x -d 'column of CSV, from 1'
complete -c supernet -n $on -l delimiter -x -d 'of the columns'
complete -c supernet -n $on -s j -l threads -x -d 'threads'
complete -c supernet -n $on -l progress -d 'say how far it is'
complete -c supernet -n $on -l no-progress -d 'say nothing of progress'
set -l on "__fish_seen_subcommand_from $inputs plan diagnose routes"
complete -c supernet -n $on -s o -l output -r -d 'write this file'

complete -c supernet -n '__fish_seen_subcommand_from complement' -l within -x \
    -d 'the whole'
complete -c supernet -n '__fish_seen_subcommand_from match' -l addr -x \
    -d 'addresses, or @FILE'
complete -c supernet -n '__fish_seen_subcommand_from watch' -l unbuffered \
    -d 'each line is a batch'
complete -c supernet -n '__fish_seen_subcommand_from watch' -l separate \
    -d 'a blank line behind what a batch changes'

set -l on '__fish_seen_subcommand_from cover'
complete -c supernet -n $on -s k -x -d 'at most this many prefixes'
complete -c supernet -n $on -l max-extra -x -d 'at most this many addresses'
complete -c supernet -n $on -l shortest -x -d 'no prefix shorter'
complete -c supernet -n $on -l avoid -r -d 'no prefix may touch this'
complete -c supernet -n $on -l previous -r -d 'the list in use today'
complete -c supernet -n $on -l churn-cost -x -d 'of a prefix changed'
complete -c supernet -n $on -l weight -r -d 'what extra addresses cost'
complete -c supernet -n $on -l curve -x -d 'the best for each k'

set -l on '__fish_seen_subcommand_from plan'
complete -c supernet -n $on -l local -x -d 'segments, or @FILE'
complete -c supernet -n $on -l peer -x -d 'segments, or @FILE'
complete -c supernet -n $on -l ike -x -a 'v1 v2' -d 'version'
complete -c supernet -n $on -l gateway -x -a '(__supernet_profiles)' -d profile
complete -c supernet -n $on -l peer-device -x -a '(__supernet_profiles)' \
    -d profile
complete -c supernet -n $on -l scheme -x \
    -a 'auto destination aggregate pairs' -d scheme
complete -c supernet -n $on -l align -x -a 'minimal octet' -d 'of supernets'
complete -c supernet -n $on -l shortest -x -d 'acceptable supernet'
complete -c supernet -n $on -l allow-public -d 'supernets may leave private'
complete -c supernet -n $on -l connection -x -d 'next hop'
complete -c supernet -n $on -l max-routes -x -d limit
complete -c supernet -n $on -l max-connections -x -d limit
complete -c supernet -n $on -l max-selectors -x -d limit
complete -c supernet -n $on -l from -r -d 'plan that is deployed'
complete -c supernet -n $on -l sticky -d 'keep its selectors'
complete -c supernet -n $on -l reserve -x -d 'room to grow'
complete -c supernet -n $on -l gateway-id -x -d 'the VPN gateway, vpn-...'
complete -c supernet -n $on -l list-formats -d 'what --format takes'
complete -c supernet -n $on -l list-profiles -d 'what is known'
complete -c supernet -n $on -l show-profile -x -a '(__supernet_profiles)' \
    -d profile
complete -c supernet -n $on -l format -x -a '(__supernet_formats)' -d output
complete -c supernet -n '__fish_seen_subcommand_from diagnose' -l format -x \
    -a 'text json' -d output

set -l on '__fish_seen_subcommand_from routes'
complete -c supernet -n $on -a 'check match tidy diff' -d 'of route tables'
complete -c supernet -n $on -l from -x -a 'csv provider plan terraform ip-rule' \
    -d 'form of the table'
complete -c supernet -n $on -l gateway -x -a '(__supernet_profiles)' -d profile
complete -c supernet -n $on -l plan -r -d 'what should be there'
complete -c supernet -n $on -l max-routes -x -d 'instead of the profile'
complete -c supernet -n $on -l table -r -d 'the table to match in'
complete -c supernet -n $on -l pairs -r -d 'packets to match'
complete -c supernet -n $on -l resolve -d 'the more specific row wins'
complete -c supernet -n $on -l format -x -a 'text json csv iproute2 terraform aliyun' -d output
