/** Read an nginx.conf as nginx does, and find the location for a request as it does: so that tests say what a configuration means. */
import {renderConfig} from '../../src/ingress/render.ts';
import type {Routes} from '../../src/ingress/routes.ts';

export type Directive = {readonly words: readonly string[]; readonly block: readonly Directive[] | undefined};

export const rendered = (routes: Omit<Routes, 'problems'>): string => renderConfig(routes, {
	runDirectory: '/run/ingress', httpPort: 80, httpsPort: 443, certificateFile: pem => pem === undefined ? '/fallback.pem' : `/${Buffer.from(pem).toString('base64url').slice(0, 8)}.pem`,
});

/** By the rules of ngx_conf_read_token. @throws Error where nginx would refuse */
export function parseConfig(text: string): readonly Directive[] {
	const tokens = [...text.matchAll(/\s+|#[^\n]*|[;{}]|"((?:[^"\\]|\\[\s\S])*)"|'((?:[^'\\]|\\[\s\S])*)'|[^\s;{}"'#](?:\\[\s\S]|\$\{|[^\s;{}\\])*/g)];
	if (tokens.map(([all]) => all).join('') !== text) {
		throw new Error('a quote is not closed');
	}

	const words = tokens.filter(([all]) => !/^[\s#]/.test(all)).map(([all, double, single]) => {
		const quoted = double ?? single;
		return quoted === undefined ? {kind: /^[;{}]$/.test(all) ? all : 'word', value: all} : {kind: 'word', value: quoted.replaceAll(/\\(["'\\])/g, '$1')};
	});
	let at = 0;
	const block = (nested: boolean): readonly Directive[] => {
		const directives: Directive[] = [];
		let current: string[] = [];
		for (; at < words.length; at++) {
			const {kind, value} = words[at]!;
			if (kind === 'word') {
				current.push(value);
			} else if (kind === '}') {
				if (!nested || current.length > 0) {
					throw new Error('unexpected }');
				}

				return directives;
			} else {
				at += kind === '{' ? 1 : 0;
				directives.push({words: current, block: kind === '{' ? block(true) : undefined});
				current = [];
			}
		}

		if (nested || current.length > 0) {
			throw new Error('unexpected end of file');
		}

		return directives;
	};

	return block(false);
}

const named = (directives: readonly Directive[], name: string): readonly Directive[] => directives.filter(({words}) => words[0] === name);
const http = (text: string): readonly Directive[] => named(parseConfig(text), 'http')[0]!.block!;

export function serverFor(text: string, host: string): readonly Directive[] {
	const servers = named(http(text), 'server').map(({block}) => block!);
	const nameOf = (server: readonly Directive[]): string => named(server, 'server_name')[0]!.words[1]!;
	return servers.find(server => nameOf(server) === host)
		?? servers.find(server => nameOf(server).startsWith('~') && new RegExp(nameOf(server).slice(1)).test(host))
		?? servers.find(server => named(server, 'listen')[0]!.words.includes('default_server'))!;
}

/** The lines in the location for a request ("location", ngx_http_core_module): exact, redirected, then expressions, then the longest prefix. */
export function locationFor(text: string, host: string, path: string): readonly string[] {
	const locations = named(serverFor(text, host), 'location').map(({words, block}) => words.length === 2 ? {kind: '', text: words[1]!, block: block!} : {kind: words[1]!, text: words[2]!, block: block!});
	const exact = locations.find(({kind, text: whole}) => kind === '=' && whole === path);
	if (!exact && path !== '' && locations.some(({kind, text: slashed, block}) => !kind.startsWith('~') && slashed === `${path}/` && block.some(({words}) => words[0] === 'proxy_pass'))) {
		return ['return 301'];
	}

	const found = exact
		?? locations.find(({kind, text: expression}) => kind.startsWith('~') && new RegExp(expression, kind === '~*' ? 'i' : '').test(path))
		?? locations.filter(({kind, text: prefix}) => kind === '' && path.startsWith(prefix)).sort((a, b) => b.text.length - a.text.length)[0]!;
	return found.block.map(({words}) => words.join(' '));
}

/** The service that a request for this goes to: `default.a.80`, or the status that nginx answers itself. */
export function goesTo(text: string, host: string, path: string): string {
	const lines = locationFor(text, host, path);
	return /^proxy_pass https?:\/\/(.*)$/.exec(lines.find(line => line.startsWith('proxy_pass ')) ?? '')?.[1] ?? lines.find(line => line.startsWith('return '))!.split(' ')[1]!;
}

export const upstreamsOf = (text: string): readonly string[] => named(http(text), 'upstream').map(({words, block}) => `${words[1]}: ${named(block!, 'server').map(server => server.words[1]).join(' ')}`);

/** Every directive's name with the nesting, without what it says: what no input may change. */
export function shapeOf(directives: readonly Directive[], depth = 0): string {
	return directives.map(({words, block}) => `${' '.repeat(depth)}${words[0]}/${words.length}\n${block ? shapeOf(block, depth + 1) : ''}`).join('');
}
