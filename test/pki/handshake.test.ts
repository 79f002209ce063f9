import type {AddressInfo} from 'node:net';
import {connect, createServer, type TLSSocket} from 'node:tls';
import test, {type ExecutionContext} from 'ava';
import {type Authority, createAuthority, type KeyedCertificate} from '../../src/pki/authority.ts';
import {issueCertificate} from '../../src/pki/issue.ts';

const client = async (authority: Authority): Promise<KeyedCertificate> =>
	issueCertificate(authority, {commonName: 'system:node:node-1', organizations: ['system:nodes'], usages: ['client']});

/** A server that demands a client certificate of its authority and answers with the user and the group it sees. */
async function serve(t: ExecutionContext, authority: Authority, host: string): Promise<number> {
	const {certificate, key} = await issueCertificate(authority, {
		commonName: 'kube-apiserver', usages: ['server'], dnsNames: ['localhost'], ipAddresses: [host],
	});
	const server = createServer({cert: certificate, key, ca: authority.certificate, requestCert: true, rejectUnauthorized: true}, socket => {
		const {subject} = socket.getPeerCertificate();
		socket.on('error', () => undefined);
		socket.end(`${subject.CN} ${subject.O}`);
	});
	await new Promise<void>(resolve => {
		server.listen(0, host, resolve);
	});
	t.teardown(() => {
		server.close();
	});
	return (server.address() as AddressInfo).port;
}

type Caller = Partial<KeyedCertificate> & {readonly servername?: string};

async function ask(host: string, port: number, trusted: Authority, {certificate, key, servername}: Caller = {}): Promise<string> {
	return new Promise((resolve, reject) => {
		let text = '';
		const socket: TLSSocket = connect({host, port, ca: trusted.certificate, cert: certificate, key, servername});
		socket.setEncoding('utf8').on('data', chunk => {
			text += String(chunk);
		});
		// In TLS 1.3 a client is done before the server has looked at its certificate: refused is who gets no answer.
		socket.on('end', () => {
			if (text === '') {
				reject(new Error('refused'));
			} else {
				resolve(text);
			}
		}).on('error', reject);
	});
}

test('server and client of one authority meet, by address and by name, and the server sees user and group', async t => {
	const authority = await createAuthority('test');
	const port = await serve(t, authority, '127.0.0.1');
	t.is(await ask('127.0.0.1', port, authority, await client(authority)), 'system:node:node-1 system:nodes');
	t.is(await ask('localhost', port, authority, await client(authority)), 'system:node:node-1 system:nodes');
});

test('a client refuses a server of another authority of the same name', async t => {
	const authority = await createAuthority('test');
	const port = await serve(t, authority, '127.0.0.1');
	await t.throwsAsync(ask('127.0.0.1', port, await createAuthority('test'), await client(authority)), {message: /certificate/});
});

test('a client refuses a server that is called by a name its certificate does not hold', async t => {
	const authority = await createAuthority('test');
	const port = await serve(t, authority, '127.0.0.1');
	await t.throwsAsync(ask('127.0.0.1', port, authority, {...await client(authority), servername: 'etcd'}), {code: 'ERR_TLS_CERT_ALTNAME_INVALID'});
});

test('a server refuses a client of another authority, a client without certificate, and a server\'s certificate', async t => {
	const authority = await createAuthority('test');
	const port = await serve(t, authority, '127.0.0.1');
	const stranger = await createAuthority('test');
	const server = await issueCertificate(authority, {commonName: 'etcd', usages: ['server']});
	await t.throwsAsync(ask('127.0.0.1', port, authority, await client(stranger)));
	await t.throwsAsync(ask('127.0.0.1', port, authority));
	await t.throwsAsync(ask('127.0.0.1', port, authority, server));
});
