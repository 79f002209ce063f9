import {createServer} from 'node:https';
import type {AddressInfo} from 'node:net';
import type {TLSSocket} from 'node:tls';
import test, {type ExecutionContext} from 'ava';
import {createKubelets, type KubeletAddress, type Kubelets} from '../../src/metrics-server/kubelets.ts';
import {createAuthority} from '../../src/pki/authority.ts';
import {issueCertificate} from '../../src/pki/issue.ts';

type World = {readonly kubelets: Kubelets; readonly address: KubeletAddress; readonly asked: string[]; wait: (ms: number) => void; status: (code: number) => void};

/** A kubelet that answers with who asked it. */
async function world(t: ExecutionContext, serverName = '127.0.0.1'): Promise<World> {
	const authority = await createAuthority('kubernetes');
	const server = await issueCertificate(authority, {commonName: 'system:node:node-1', usages: ['server'], ipAddresses: [serverName]});
	const client = await issueCertificate(authority, {commonName: 'metrics-server', usages: ['client']});
	const asked: string[] = [];
	let code = 200;
	const kubelet = createServer({cert: server.certificate, key: server.key, ca: authority.certificate, requestCert: true, rejectUnauthorized: true}, (request, response) => {
		asked.push(`${(request.socket as TLSSocket).getPeerCertificate().subject.CN as string} ${request.url}`);
		response.writeHead(code).end(code === 200 ? JSON.stringify({node: {nodeName: 'node-1'}}) : 'trouble');
	});
	await new Promise<void>(resolve => {
		kubelet.listen(0, '127.0.0.1', resolve);
	});
	let now = 0;
	const kubelets = createKubelets({ca: authority.certificate, cert: client.certificate, key: client.key}, () => now);
	t.teardown(() => {
		kubelets.close();
		kubelet.close();
		kubelet.closeAllConnections();
	});
	return {
		kubelets, asked, address: {node: 'node-1', host: '127.0.0.1', port: (kubelet.address() as AddressInfo).port},
		wait(ms) {
			now += ms;
		},
		status(next) {
			code = next;
		},
	};
}

test('a kubelet is asked once in ten seconds, by who we are, however many want to know', async t => {
	const {kubelets, address, asked, wait} = await world(t);
	await Promise.all([kubelets.summary(address), kubelets.summary(address)]);
	wait(9999);
	t.is((await kubelets.summary(address)).node.nodeName, 'node-1');
	t.deepEqual(asked, ['metrics-server /stats/summary?only_cpu_and_memory=true']);
	wait(1);
	await kubelets.summary(address);
	t.is(asked.length, 2);
});

test('a kubelet that refuses is asked again by the next one who wants to know', async t => {
	const {kubelets, address, status} = await world(t);
	status(500);
	await t.throwsAsync(kubelets.summary(address), {message: 'the kubelet of node-1 answered 500: trouble'});
	status(200);
	t.is((await kubelets.summary(address)).node.nodeName, 'node-1');
});

test('a kubelet whose certificate is for another address is not believed', async t => {
	const {kubelets, address, asked} = await world(t, '127.0.0.9');
	await t.throwsAsync(kubelets.summary(address), {code: 'ERR_TLS_CERT_ALTNAME_INVALID'});
	t.deepEqual(asked, []);
});
