/** What a request line asks for, read as the engine's router will read it. */
import {pageNotFound, Refusal} from './refusal.ts';

export type Target = {
	/** `/v1.40`, or empty. */
	readonly version: string;
	/** The decoded parts of the path behind the version: none is empty, `.` or `..`. */
	readonly segments: readonly string[];
	readonly query: URLSearchParams;
};

/**
 * The engine matches decoded paths and redirects those that are not clean, so the gateway decodes first, refuses
 * what is not clean, and sends on what it understood (see `pathOf`), never what it was sent.
 *
 * @throws Refusal 400 for what is no origin-form path, 404 for a path that is not clean
 */
export function parseTarget(url: string): Target {
	const [path = '', ...rest] = url.split('?');
	if (!path.startsWith('/') || url.includes('#')) {
		throw new Refusal(400, 'the request target must be a path');
	}

	const segments = decoded(path).slice(1).split('/');
	if (segments.some(segment => segment === '' || segment === '.' || segment === '..' || segment.includes('\0'))) {
		throw pageNotFound();
	}

	const versioned = /^v\d[\d.]*$/.test(segments[0] ?? '');
	return {
		version: versioned ? `/${segments[0]}` : '',
		segments: versioned ? segments.slice(1) : segments,
		query: new URLSearchParams(rest.join('?')),
	};
}

/** The request line's path for the engine. */
export function pathOf({version, segments, query}: Target): string {
	const search = query.toString();
	return `${version}/${segments.map(encoded).join('/')}${search === '' ? '' : `?${search}`}`;
}

function decoded(path: string): string {
	try {
		return decodeURIComponent(path);
	} catch {
		throw new Refusal(400, 'the request path is not valid percent-encoding');
	}
}

// Image names carry colons and at-signs; leave them legible in the engine's log.
const encoded = (segment: string): string => encodeURIComponent(segment).replaceAll('%3A', ':').replaceAll('%40', '@');
