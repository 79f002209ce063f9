/** Where else the files of a release can be had: other places for a host, in the order in which they are asked. Pure. */
import {SingleKubeError} from '../errors.ts';

/** `dl.k8s.io=https://mirror.example/k8s`: what lies below `https://dl.k8s.io/` lies below the base, too. */
export type DownloadMirror = {
	/** The host that is mirrored, with its port if it has one of its own. */
	readonly host: string;
	/** `https://mirror.example/k8s`, without a slash at its end. */
	readonly base: string;
};

/**
 * @param text `HOST=URL`
 * @throws SingleKubeError OPTION_INVALID when it is none, when the URL is neither http nor https, or has a user, a query or a fragment
 */
export function parseDownloadMirror(text: string): DownloadMirror {
	const [, host, base = ''] = /^([\da-z][\da-z.-]*(?::\d+)?)=(.+)$/i.exec(text.trim()) ?? [];
	const url = URL.canParse(base) ? new URL(base) : undefined;
	if (host === undefined || !url || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
		throw new SingleKubeError('OPTION_INVALID', `"${withoutPassword(text)}" names no download mirror`, {
			hint: 'A mirror is the host that it stands for, and its address: dl.k8s.io=https://mirror.example/k8s',
		});
	}

	return {host: host.toLowerCase(), base: url.href.replace(/\/+$/, '')};
}

/** @returns the mirrors of the URL's host in their order, upstream itself last */
export function downloadCandidates(url: string, mirrors: readonly DownloadMirror[]): string[] {
	const {host, pathname, search} = new URL(url);
	return [...new Set([...mirrors.filter(mirror => mirror.host === host).map(({base}) => `${base}${pathname}${search}`), url])];
}

/**
 * Of a checksum that is not known here: only where nobody in between can change it, by TLS or on this machine.
 *
 * @returns the candidates for it, possibly none
 */
export function trustedCandidates(url: string, mirrors: readonly DownloadMirror[]): string[] {
	return downloadCandidates(url, mirrors).filter(candidate => {
		const {protocol, hostname} = new URL(candidate);
		return protocol === 'https:' || ['localhost', '[::1]'].includes(hostname) || /^127\.\d+\.\d+\.\d+$/.test(hostname);
	});
}

function withoutPassword(text: string): string {
	return text.replace(/\/\/[^/@]*@/, '//…@');
}
