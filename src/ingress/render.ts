/** Routes as nginx's configuration. Pure. */
import type {Upstream} from './backends.ts';
import {serverName} from './hosts.ts';
import {byLength, expressionOf, locationsOf, needsOrder} from './paths.ts';
import {quote} from './quote.ts';
import type {Route, Routes, Server} from './routes.ts';

export type RenderOptions = {
	/** Where the file of a certificate is; undefined for the cluster's own. */
	readonly certificateFile: (pem: string | undefined) => string;
	/** Where nginx keeps its pid and what it buffers. */
	readonly runDirectory: string;
	readonly httpPort: number;
	readonly httpsPort: number;
};

/** @returns a whole nginx.conf */
export function renderConfig({servers, upstreams}: Omit<Routes, 'problems'>, options: RenderOptions): string {
	return `${head(options)}${upstreams.map(upstream => renderUpstream(upstream)).join('')}${servers.map(server => renderServer(server, options)).join('')}}\n`;
}

const head = ({runDirectory}: RenderOptions): string => `# Made from the cluster's Ingresses, and again whenever they change.
# Its worker, which speaks with the world, can read neither keys nor the kubeconfig.
user www-data;
worker_processes 1;
pid ${runDirectory}/nginx.pid;
error_log stderr warn;
# Connections that stay open, websockets, outlive a change of the configuration by this much.
worker_shutdown_timeout 240s;

events {
	worker_connections 4096;
}

http {
	log_format requests '$remote_addr "$request" $status $body_bytes_sent "$http_host" $upstream_addr $request_time';
	access_log /dev/stdout requests;
	default_type text/plain;
	server_tokens off;
	server_names_hash_bucket_size 256;
	keepalive_timeout 75s;
	keepalive_requests 1000;
	ssl_protocols TLSv1.2 TLSv1.3;
	ssl_session_cache shared:tls:4m;
	ssl_session_timeout 10m;
	ssl_session_tickets off;
	large_client_header_buffers 4 16k;

	map $http_upgrade $connection_upgrade {
		default upgrade;
		'' '';
	}
	# The host as it was asked for; without one, what this server is.
	map $http_host $asked_host {
		default $http_host;
		'' $host;
	}

	proxy_http_version 1.1;
	proxy_buffering off;
	proxy_connect_timeout 5s;
	proxy_read_timeout 60s;
	proxy_send_timeout 60s;
	proxy_next_upstream error timeout;
	proxy_next_upstream_tries 3;
	proxy_set_header Host $asked_host;
	proxy_set_header Upgrade $http_upgrade;
	proxy_set_header Connection $connection_upgrade;
	proxy_set_header X-Request-ID $request_id;
	proxy_set_header X-Real-IP $remote_addr;
	proxy_set_header X-Forwarded-For $remote_addr;
	proxy_set_header X-Forwarded-Host $asked_host;
	proxy_set_header X-Forwarded-Port $server_port;
	proxy_set_header X-Forwarded-Proto $scheme;
	proxy_set_header X-Forwarded-Scheme $scheme;
	proxy_set_header X-Scheme $scheme;
`;

function renderUpstream({name, servers}: Upstream): string {
	// One failure is no reason to leave a pod out: its readiness decides.
	return `
	upstream ${name} {
${servers.map(server => `		server ${server} max_fails=0;\n`).join('')}		keepalive 32;
	}
`;
}

function renderServer(server: Server, {certificateFile, httpPort, httpsPort}: RenderOptions): string {
	const isDefault = server.host === '';
	const file = certificateFile(server.certificate);
	return `
	server {
		listen ${httpPort}${isDefault ? ' default_server' : ''};
		listen ${httpsPort} ssl http2${isDefault ? ' default_server' : ''};
		server_name ${isDefault ? '_' : serverName(server.host)};
		ssl_certificate ${file};
		ssl_certificate_key ${file};
${renderLocations(server)}	}
`;
}

/** Of two routes for the same location the first one stays: an exact path before what a prefix also matches. */
function renderLocations({routes, tls}: Server): string {
	const ordered = routes.some(({match}) => needsOrder(match));
	const locations = new Map<string, string>();
	const exactFirst = [...routes].sort(byLength).sort((a, b) => Number(b.match.kind === 'exact') - Number(a.match.kind === 'exact'));
	for (const route of exactFirst) {
		for (const location of locationsOf(route.match, ordered)) {
			if (!locations.has(location)) {
				locations.set(location, renderRoute(route, tls));
			}
		}
	}

	const nothing = locations.has(quote('/')) ? '' : '		location "/" {\n			return 404 "404: no Ingress of this cluster has a rule for this host and path\\n";\n		}\n';
	return `${[...locations].map(([location, body]) => `		location ${location} {\n${body}		}\n`).join('')}${nothing}`;
}

function renderRoute({match, upstream, options, ingress}: Route, tls: boolean): string {
	const lines = [
		`# ${ingress}`,
		...tls && options.sslRedirect ? ['if ($scheme = http) {', '	return 308 https://$host$request_uri;', '}'] : [],
		...upstream === undefined ? ['return 503 "503: no pod of the service behind this path is ready\\n";'] : [
			`client_max_body_size ${options.bodySize};`,
			...options.rewriteTarget === undefined ? [] : [`rewrite ${quote(`(?i)${expressionOf(match)}`)} ${quote(options.rewriteTarget)} break;`],
			`proxy_pass ${options.protocol}://${upstream};`,
		],
	];
	return lines.map(line => `			${line}\n`).join('');
}
