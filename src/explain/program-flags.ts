/** What a program says of its flags by `--help`, as Kubernetes' programs (cobra's pflag) and etcd write it. Pure. */

export type ProgramFlag = {
	/** `--node-ip` */
	readonly flag: string;
	/** Empty where none is stated: an empty text, false, 0. */
	readonly default: string;
};

/** @param help all that the program printed */
export function parseHelp(help: string): ProgramFlag[] {
	const found: Array<{flag: string; stated: string | undefined; text: string}> = [];
	for (const line of help.split('\n')) {
		const [, name, rest = ''] = /^\s+(?:-\w, )?--([a-zA-Z][\w.-]*)(.*)$/.exec(line) ?? [];
		if (name !== undefined) {
			// etcd: --name 'default'
			const stated = /^ '(.*)'$/.exec(rest)?.[1];
			found.push({flag: `--${name}`, stated, text: rest});
		} else if (found.length > 0 && /^\s{4,}\S/.test(line)) {
			found.at(-1)!.text += ` ${line.trim()}`;
		}
	}

	const all = found.map(({flag, stated, text}) => ({flag, default: stated ?? defaultIn(text)}));
	return all.filter(({flag}, index) => flag !== '--help' && all.findIndex(other => other.flag === flag) === index);
}

/** `(default "a")`, `(default 10s)`, `(default [a,b])`; the last one, since texts speak of defaults, too. */
function defaultIn(text: string): string {
	const stated = [...text.matchAll(/\(default ((?:"[^"]*"|\[[^\]]*\]|[^()]|\([^()]*\))*)\)/g)].at(-1)?.[1] ?? '';
	return /^".*"$/s.test(stated) ? stated.slice(1, -1) : stated;
}
