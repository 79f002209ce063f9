import {fileURLToPath} from 'node:url';
import {script} from '@bomb.sh/tab';
import type {Run} from '../invocation.ts';

/** The script asks this very single-kube, with this very Node: the shell need not find either. */
export const run: Run = async ({words: [shell]}) => {
	const own = fileURLToPath(new URL('../../../bin/single-kube.js', import.meta.url));
	const asked = `${quote(process.execPath)} ${quote(own)}`;
	script(shell!, 'single-kube', asked);
	if (shell === 'bash') {
		process.stdout.write(afterEquals(asked));
	}

	return 0;
};

/** Bash takes what follows `--name=` for the word that is typed; the library's script compares with the whole. */
function afterEquals(asked: string): string {
	return `
__single_kube_or_value() {
    local cur prev words cword
    _get_comp_words_by_ref -n "=:" cur prev words cword
    if [[ $cur == --*=* ]]; then
        COMPREPLY=( $(compgen -W "$(${asked} complete -- "\${words[@]:1}" 2>/dev/null | sed '$d; s/\\t.*//')" -- "\${cur#*=}") )
    else
        __single_kube_complete
    fi
}
complete -F __single_kube_or_value single-kube
`;
}

/** For a POSIX shell and for fish alike. */
function quote(word: string): string {
	return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll('\'', '\'\\\'\'')}'`;
}
