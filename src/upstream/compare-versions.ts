/** Versions as dotted numbers: `1.36.2`, `0.4.10`. Pure. Ranges of minor versions are src/compose/versions.ts's. */

/** @returns below 0 when `a` is the older, above 0 when it is the newer; 1.36.10 is newer than 1.36.9 */
export function compareVersions(a: string, b: string): number {
	return a.localeCompare(b, 'en', {numeric: true});
}

/** @returns the newest, undefined of none */
export function newestOf(versions: readonly string[]): string | undefined {
	return [...versions].sort(compareVersions).at(-1);
}

/** @param version `1.36.2` @returns `1.36` */
export function minorVersion(version: string): string {
	return version.split('.').slice(0, 2).join('.');
}

/** @param version `1.37.0-alpha.1` @returns `1.37.0`, the release that it comes before */
export function releaseOf(version: string): string {
	return version.replace(/-.*$/, '');
}

/** @param version `1.36.2` or `v1.36.2` @returns a number that is one higher for the next minor version */
export function minorNumber(version: string): number {
	const [major = Number.NaN, minor = Number.NaN] = version.replace(/^v/, '').split('.').map(Number);
	return major * 1000 + minor;
}
