# fish completion for supernet(1)
# The command itself knows what may stand where; a "/" stands for files.

function __supernet_candidates
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for line in (supernet __complete $words[2..-1] "$current" 2>/dev/null)
        if test "$line" = /
            set -l at (string match -r '^@' -- "$current")
            __fish_complete_path (string replace -r '^@' '' -- "$current") |
                string replace -r '^' "$at"
        else
            echo $line
        end
    end
end

complete -c supernet -f -a '(__supernet_candidates)'
