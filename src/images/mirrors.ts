/** The Debian mirrors that this machine's own apt uses, so that closed networks and internal mirrors work unsaid. Pure. */

/** What `apt-get indextargets` is asked to print for each package list. */
export const indextargetsFormat = '$(ORIGIN)\t$(CODENAME)\t$(SITE)\t$(COMPONENT)\t$(RELEASE)';

/**
 * @param output of `apt-get indextargets --format FORMAT 'Created-By: Packages'`
 * @param suite e.g. `bookworm`; its `-updates` and `-security` come along
 * @returns lines for a sources.list; empty when apt knows no mirror of that suite
 */
export function debianSources(output: string, suite: string): string[] {
	const rows = output.split('\n').map(line => line.split('\t')).filter(fields => fields.length === 5);
	const lines = rows
		.filter(([origin, codename, , component]) => origin === 'Debian' && component === 'main'
			&& [suite, `${suite}-updates`, `${suite}-security`].includes(codename!))
		.map(([, codename, site]) => `deb ${site!.replace(/\/$/, '')} ${codename} main`);
	return [...new Set(lines)].sort((a, b) => a.split(' ')[2]!.length - b.split(' ')[2]!.length);
}

/**
 * The same where apt has Debian's mirror, but of another release: the suite, and its updates and security fixes where
 * apt has those of its own, are asked of the same places.
 */
export function sourcesOfOtherRelease(output: string, suite: string): string[] {
	const rows = output.split('\n').map(line => line.split('\t')).filter(([origin, , , component]) => origin === 'Debian' && component === 'main');
	return ['', '-updates', '-security'].flatMap(kind => {
		const row = rows.find(([, codename]) => (/-(?:security|updates|backports.*|proposed-updates)$/.exec(codename ?? '')?.[0] ?? '') === kind);
		return row ? [`deb ${row[2]!.replace(/\/$/, '')} ${suite}${kind} main`] : [];
	});
}
