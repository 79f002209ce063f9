import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {openFiles} from '../../src/ingress/files.ts';
import type {Ingress, World} from '../../src/ingress/objects.ts';
import {createServe} from '../../src/ingress/serve.ts';
import {createAuthority} from '../../src/pki/authority.ts';
import {issueCertificate} from '../../src/pki/issue.ts';
import {fakeApi} from '../cloud-controller-manager/fake-api.ts';
import {makeClass, makeIngress, makeRule, makeSecret, world as cluster} from './make-objects.ts';
import {goesTo} from './nginx-config.ts';

const address = '172.30.0.9';
const worldWith = (...ingresses: readonly Ingress[]): World => ({...cluster, ingresses, classes: [makeClass('nginx', 'single-kube.dev/ingress', true)]});
const web = (service = 'a'): Ingress => makeIngress('web', {rules: [makeRule('shop.example', ['Prefix', '/', service])]});

/** What is served, in a directory of its own, by an nginx that refuses a configuration with the word `evil`. */
async function make(t: ExecutionContext) {
	const directory = await mkdtemp(path.join(tmpdir(), 'single-kube-ingress-'));
	t.teardown(async () => rm(directory, {recursive: true}));
	const files = await openFiles(path.join(directory, 'run'), 'fallback');
	const {api, calls} = fakeApi();
	let reads = 0;
	const serve = createServe({
		api, files, address, signal: new AbortController().signal, log: () => undefined,
		record: async () => undefined,
		ports: {httpPort: 80, httpsPort: 443, runDirectory: directory},
		nginx: {read() {
			reads++;
		}},
		tryConfig: async file => (await readFile(file, 'utf8')).includes('evil') ? 'unexpected evil' : undefined,
	});
	return {serve, calls, reads: () => reads, config: async () => readFile(files.config, 'utf8'), certificates: async () => readdir(path.join(directory, 'run/certificates'))};
}

test('nginx reads its configuration once more when something changed, and only then', async t => {
	const {serve, reads, config} = await make(t);
	await serve(worldWith());
	t.is(reads(), 1);
	await serve(worldWith(web()));
	t.is(goesTo(await config(), 'shop.example', '/'), 'default.a.80');
	await serve(worldWith(web()));
	t.is(reads(), 2);
});

test('what nginx refuses is not served: what was good stays', async t => {
	const {serve, reads, config} = await make(t);
	await serve(worldWith(web()));
	await serve(worldWith(makeIngress('web', {rules: [makeRule('shop.example', ['Prefix', '/evil', 'b'])]})));
	t.is(goesTo(await config(), 'shop.example', '/'), 'default.a.80');
	t.is(reads(), 1);
});

test('each Ingress of ours gets the address into its status, once', async t => {
	const {serve, calls} = await make(t);
	const published = {...web(), status: {loadBalancer: {ingress: [{ip: address}]}}};
	await serve(worldWith(published, makeIngress('new', {}), makeIngress('other', {ingressClassName: 'traefik'})));
	t.deepEqual(calls.map(({verb, path: asked, body}) => [verb, asked, body]), [
		['patch', '/apis/networking.k8s.io/v1/namespaces/default/ingresses/new/status', {status: {loadBalancer: {ingress: [{ip: address}]}}}],
	]);
});

test('certificates that no Ingress uses any more are removed', async t => {
	const {serve, certificates} = await make(t);
	const {certificate, key} = await issueCertificate(await createAuthority('test'), {commonName: 'shop', usages: ['server']});
	const secure = makeIngress('web', {tls: [{secretName: 'shop'}], rules: [makeRule('shop.example', ['Prefix', '/', 'a'])]});
	await serve({...worldWith(secure), secrets: [makeSecret('shop', certificate, key)]});
	t.is((await certificates()).length, 2);
	await serve(worldWith());
	t.is((await certificates()).length, 1);
});
