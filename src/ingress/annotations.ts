/** The annotations that are honoured: those of ingress-nginx that people use most. Others are ignored. Pure. */

export type RouteOptions = {
	/** What the matched path becomes, with $1 to $9 for the groups of a path that is an expression. */
	readonly rewriteTarget: string | undefined;
	/** Whether paths are regular expressions. */
	readonly useRegex: boolean;
	/** Whether a host that has TLS sends http to https. */
	readonly sslRedirect: boolean;
	/** As nginx writes sizes: `8m`; 0 for no limit. */
	readonly bodySize: string;
	readonly protocol: 'http' | 'https';
};

const prefix = 'nginx.ingress.kubernetes.io/';

/** What one may write where, so that nothing but a value gets into nginx's configuration. */
const forms = {
	'rewrite-target': {form: /^\/(?:[^\p{Cc}$]|\$\d)*$/u, expected: 'a path, with $1 to $9 for groups'},
	'use-regex': {form: /^(true|false)$/, expected: 'true or false'},
	'ssl-redirect': {form: /^(true|false)$/, expected: 'true or false'},
	'proxy-body-size': {form: /^\d{1,12}[kKmMgG]?$/, expected: 'a size such as 8m, or 0 for no limit'},
	'backend-protocol': {form: /^(HTTP|HTTPS)$/i, expected: 'HTTP or HTTPS'},
} as const;

/** @returns the options, or what is wrong with each annotation that is not as it should be */
export function routeOptions(annotations: Readonly<Record<string, string>>): RouteOptions | {readonly problems: readonly string[]} {
	const problems = Object.entries(forms).flatMap(([name, {form, expected}]) => {
		const value = annotations[`${prefix}${name}`];
		return value === undefined || form.test(value) ? [] : [`the annotation ${prefix}${name} takes ${expected}, found ${JSON.stringify(value)}`];
	});
	if (problems.length > 0) {
		return {problems};
	}

	const value = (name: keyof typeof forms): string | undefined => annotations[`${prefix}${name}`];
	const rewriteTarget = value('rewrite-target');
	return {
		rewriteTarget,
		useRegex: value('use-regex') === 'true' || rewriteTarget !== undefined,
		sslRedirect: value('ssl-redirect') !== 'false',
		bodySize: value('proxy-body-size') ?? '0',
		protocol: value('backend-protocol')?.toUpperCase() === 'HTTPS' ? 'https' : 'http',
	};
}
