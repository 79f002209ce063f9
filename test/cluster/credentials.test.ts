import test from 'ava';
import {load} from 'js-yaml';
import {createCredentials, loadCredentials, makeFiles, storeCredentials} from '../../src/cluster/credentials.ts';
import {SingleKubeError} from '../../src/errors.ts';
import {describeCertificate, isSignedBy} from '../../src/pki/describe.ts';
import {makeTopology} from '../helpers/topology.ts';

const stored = async (): Promise<Map<string, string>> => new Map(storeCredentials(await createCredentials('t')).map(({path, content}) => [path, content]));

test('what is stored is what is loaded', async t => {
	const credentials = await createCredentials('t');
	t.deepEqual(loadCredentials('t', new Map(storeCredentials(credentials).map(({path, content}) => [path, content]))), credentials);
});

test('an empty volume is a new cluster', t => {
	t.is(loadCredentials('t', new Map()), undefined);
});

test('a missing or damaged file is an error that names it', async t => {
	for (const damage of [(files: Map<string, string>) => files.delete('etcd.key'), (files: Map<string, string>) => files.set('etcd.key', 'oops')]) {
		const files = await stored();
		damage(files);
		const error = t.throws(() => loadCredentials('t', files), {instanceOf: SingleKubeError});
		t.is(error.code, 'STATE_CORRUPT');
		t.regex(error.seen.join(), /etcd\.key/);
	}
});

test('keys are stored and delivered 0600', async t => {
	const credentials = await createCredentials('t');
	const topology = await makeTopology();
	const delivered = await Promise.all(topology.components.map(async ({files}) => makeFiles('t', credentials, files)));
	const all = [...storeCredentials(credentials), ...delivered.flat()];
	const secret = all.filter(({content}) => /PRIVATE KEY|client-key-data/.test(content));
	t.true(secret.length >= 15);
	t.deepEqual(secret.filter(({mode}) => mode !== 0o600).map(({path}) => path), []);
});

test('each component\'s certificates are signed by the authority that it asked for', async t => {
	const credentials = await createCredentials('t');
	const topology = await makeTopology();
	for (const {id, files} of topology.components) {
		const made = new Map((await makeFiles('t', credentials, files)).map(({path, content}) => [path, content]));
		for (const request of files.certificates) {
			const certificate = made.get(`pki/${request.name}.crt`)!;
			t.true(isSignedBy(certificate, credentials.authorities[request.authority].certificate), `${id} ${request.name}`);
			const {dnsNames, ipAddresses} = describeCertificate(certificate);
			t.deepEqual([...dnsNames], [...request.dnsNames]);
			t.deepEqual([...ipAddresses], [...request.ipAddresses]);
		}
	}
});

test('only who signs gets an authority\'s key', async t => {
	const credentials = await createCredentials('t');
	const topology = await makeTopology();
	const holders = await Promise.all(topology.components.map(async ({id, files}) =>
		(await makeFiles('t', credentials, files)).some(({content}) => Object.values(credentials.authorities).some(({key}) => content.includes(key.trim()))) ? [id] : []));
	t.deepEqual(holders.flat(), ['kube-controller-manager']);
});

test('CNI configuration is JSON, all else is YAML', async t => {
	const topology = await makeTopology();
	const credentials = await createCredentials('t');
	const made = (await Promise.all(['kubelet', 'node-prepare'].map(async wanted =>
		makeFiles('t', credentials, topology.components.find(({name}) => name === wanted)!.files)))).flat();
	const cni = made.find(({path}) => path.endsWith('.conflist'))!;
	t.is((JSON.parse(cni.content) as {name: string}).name, 'single-kube');
	const kubelet = made.find(({path}) => path === 'kubelet.yaml')!;
	t.is((load(kubelet.content) as {kind: string}).kind, 'KubeletConfiguration');
});
