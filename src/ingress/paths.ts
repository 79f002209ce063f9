/** What a path of an Ingress matches ("Path types", Ingress, Kubernetes documentation), as nginx's locations. Pure. */
import {quote} from './quote.ts';

/** A path is text; `regex` is one that the Ingress says is an expression. */
export type Match = {readonly kind: 'exact' | 'prefix' | 'text' | 'regex'; readonly path: string};

/** @param regex whether the Ingress's paths are expressions @returns undefined for a type that is none */
export function matchOf(path: string, pathType: string, regex: boolean): Match | undefined {
	switch (pathType) {
		case 'Exact': {
			return {kind: 'exact', path};
		}

		case 'Prefix': {
			return regex && !isLiteral(path) ? {kind: 'regex', path} : {kind: 'prefix', path};
		}

		case 'ImplementationSpecific': {
			return regex ? {kind: 'regex', path} : {kind: 'text', path};
		}

		default: {
			return undefined;
		}
	}
}

/**
 * Whether it can be a path at all; the apiserver lets through what an old version of it let through. A group with a name
 * would set the variable of this name in nginx.
 */
export function isPath(path: string): boolean {
	return path.startsWith('/') && path.length <= 2048 && !/\p{Cc}/u.test(path) && !/\(\?P?[<'](?![=!])/.test(path);
}

/**
 * What stands between `location` and `{`: two for a prefix, which also matches the path without what follows it.
 *
 * @param ordered the host has a path that needs it: all but exact paths become expressions, too
 */
export function locationsOf({kind, path}: Match, ordered: boolean): string[] {
	if (kind === 'exact' && !isRedirected(path)) {
		return [`= ${quote(path)}`];
	}

	if (ordered || needsOrder({kind, path})) {
		return [`${kind === 'regex' ? '~*' : '~'} ${quote(expressionOf({kind, path}))}`];
	}

	const base = path.replace(/\/+$/, '');
	return kind === 'text' ? [quote(path)] : base === '' ? [quote('/')] : [`= ${quote(base)}`, quote(`${base}/`)];
}

/** Whether it has to be an expression: nginx tries these in the order of the file, after the exact paths. */
export function needsOrder({kind, path}: Match): boolean {
	return kind === 'regex' || kind !== 'prefix' && isRedirected(path);
}

/** For a location that ends with a slash and passes requests on, nginx redirects the path without it, unless that has a location. */
const isRedirected = (path: string): boolean => path !== '/' && path.endsWith('/');

/** Anchored at the beginning. */
export function expressionOf({kind, path}: Match): string {
	switch (kind) {
		case 'regex': {
			return `^${path.replace(/^\^/, '')}`;
		}

		case 'exact': {
			return `^${escaped(path)}$`;
		}

		case 'text': {
			return `^${escaped(path)}`;
		}

		case 'prefix': {
			return `^${escaped(path.replace(/\/+$/, ''))}(?=/|$)`;
		}
	}
}

/** Longer paths first: "the longest matching path" takes precedence. */
export const byLength = (a: {readonly match: Match}, b: {readonly match: Match}): number => b.match.path.length - a.match.path.length;

const isLiteral = (path: string): boolean => !/[\\^$*+?()[\]{}|]/.test(path);
const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
