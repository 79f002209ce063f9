import {readFile} from 'node:fs/promises';
import {createServer, request as ask, type Server} from 'node:http';
import {type AddressInfo, connect} from 'node:net';
import test, {type ExecutionContext} from 'ava';
import {SingleKubeError} from '../../src/errors.ts';
import {createAuthority} from '../../src/pki/authority.ts';
import {issueCertificate} from '../../src/pki/issue.ts';
import {content, downloading, sha256} from './helpers/downloading.ts';
import {type FileServer, serveFiles} from './helpers/file-server.ts';

type Proxy = {readonly url: string; readonly log: string[]};

/** Forwards plain requests and opens tunnels; `refuses` with a status instead. */
async function serveProxy(t: ExecutionContext, refuses?: number): Promise<Proxy> {
	const log: string[] = [];
	const server: Server = createServer((request, response) => {
		log.push(`${request.method} ${request.url}`);
		request.pipe(ask(request.url!, {headers: request.headers}, answer => answer.pipe(response.writeHead(answer.statusCode!, answer.headers))));
	});
	server.on('connect', (request, socket) => {
		log.push(`CONNECT ${request.url}`);
		if (refuses !== undefined) {
			socket.end(`HTTP/1.1 ${refuses} Refused\r\n\r\n`);
			return;
		}

		const {hostname, port} = new URL(`http://${request.url}`);
		const upstream = connect(Number(port), hostname, () => {
			socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
			upstream.pipe(socket).pipe(upstream);
		});
		upstream.on('error', () => socket.destroy());
		socket.on('error', () => upstream.destroy());
		t.teardown(() => upstream.destroy());
	});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	t.teardown(() => {
		server.closeAllConnections();
		server.close();
	});
	return {url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, log};
}

async function secure(t: ExecutionContext): Promise<{readonly server: FileServer; readonly ca: string}> {
	const authority = await createAuthority('a company');
	const {certificate, key} = await issueCertificate(authority, {commonName: 'files', usages: ['server'], ipAddresses: ['127.0.0.1']});
	return {server: await serveFiles(t, {'/kubelet': {content}}, {cert: certificate, key}), ca: authority.certificate};
}

test('an authority of one\'s own is trusted when it is given, and only then', async t => {
	const {server, ca} = await secure(t);
	const {get, pauses} = await downloading(t);
	const wanted = [{name: 'kubelet', url: `${server.url}/kubelet`, sha256}];
	const error = await t.throwsAsync(get(wanted), {instanceOf: SingleKubeError});
	t.regex(error!.seen[0]!, /kubelet: .*certificate/);
	t.deepEqual(pauses, [], 'asking again would not change it');
	const files = await get(wanted, {ca});
	t.deepEqual(await readFile(files.get('kubelet')!), content);
});

for (const name of ['HTTP_PROXY', 'http_proxy']) {
	test(`a plain request goes through ${name}`, async t => {
		const server = await serveFiles(t, {'/kubelet': {content}});
		const proxy = await serveProxy(t);
		const {get} = await downloading(t);
		await get([{name: 'kubelet', url: `${server.url}/kubelet`, sha256}], {env: {[name]: proxy.url}});
		t.deepEqual(proxy.log, [`GET ${server.url}/kubelet`]);
		t.is(server.log.length, 1);
	});
}

for (const name of ['HTTPS_PROXY', 'https_proxy']) {
	test(`a secure one through a tunnel of ${name}, with the authority that was given`, async t => {
		const {server, ca} = await secure(t);
		const proxy = await serveProxy(t);
		const {get} = await downloading(t);
		await get([{name: 'kubelet', url: `${server.url}/kubelet`, sha256}], {ca, env: {[name]: proxy.url}});
		t.deepEqual(proxy.log, [`CONNECT ${new URL(server.url).host}`]);
		t.is(server.log.length, 1);
	});
}

for (const name of ['NO_PROXY', 'no_proxy']) {
	test(`what ${name} names is asked directly`, async t => {
		const server = await serveFiles(t, {'/kubelet': {content}});
		const proxy = await serveProxy(t);
		const {get} = await downloading(t);
		await get([{name: 'kubelet', url: `${server.url}/kubelet`, sha256}], {env: {HTTP_PROXY: proxy.url, [name]: 'example.com, 127.0.0.1'}});
		t.deepEqual(proxy.log, []);
		t.is(server.log.length, 1);
	});
}

test('a proxy that refuses is named as the one that did', async t => {
	const {server, ca} = await secure(t);
	const proxy = await serveProxy(t, 403);
	const {get} = await downloading(t);
	const error = await t.throwsAsync(get([{name: 'kubelet', url: `${server.url}/kubelet`, sha256}], {ca, env: {HTTPS_PROXY: proxy.url}}), {instanceOf: SingleKubeError});
	t.deepEqual(error!.seen, [`${server.url}/kubelet: the proxy answered with HTTP status 403`]);
	t.is(proxy.log.length, 1);
});

test('redirects are followed, as upstream\'s addresses need it, and not for ever', async t => {
	const server = await serveFiles(t, {
		'/v1/kubelet': {content, redirect: '/cdn/kubelet'}, '/cdn/kubelet': {content, times: [{dropAfter: 1000}]}, '/round': {content, redirect: '/round'},
	});
	const {get} = await downloading(t);
	await get([{name: 'kubelet', url: `${server.url}/v1/kubelet`, sha256}]);
	t.deepEqual(server.log.map(({path, range}) => [path, range]), [
		['/v1/kubelet', undefined], ['/cdn/kubelet', undefined], ['/v1/kubelet', 'bytes=1000-'], ['/cdn/kubelet', 'bytes=1000-'],
	]);
	const error = await t.throwsAsync(get([{name: 'round', url: `${server.url}/round`, sha256}], {patience: {attempts: 1}}), {instanceOf: SingleKubeError});
	t.regex(error!.seen[0]!, /redirect/i);
});

test('where nothing listens, each address is named with what came of it', async t => {
	const gone = await serveProxy(t);
	const {get, pauses} = await downloading(t);
	const port = new URL(gone.url).port;
	const error = await t.throwsAsync(get([{name: 'kubelet', url: 'https://dl.invalid/v1/kubelet', sha256}], {
		mirrors: [{host: 'dl.invalid', base: 'http://127.0.0.1:1/x'}, {host: 'dl.invalid', base: `http://127.0.0.2:${port}`}],
	}), {instanceOf: SingleKubeError});
	t.is(error!.code, 'DOWNLOAD_FAILED');
	t.is(error!.seen.length, 3);
	t.regex(error!.seen[0]!, /^http:\/\/127\.0\.0\.1:1\/x\/v1\/kubelet: .*ECONNREFUSED/);
	t.regex(error!.seen[2]!, /^https:\/\/dl\.invalid\/v1\/kubelet: .*(ENOTFOUND|EAI_AGAIN)/);
	t.true(pauses.length >= 8);
});
