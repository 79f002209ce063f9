import test from 'ava';
import {composeProject} from '../../src/compose-project/project.ts';
import {designInput, makeTopology} from '../helpers/topology.ts';

const engine = {apiVersion: '1.41', cgroupVersion: 1, unavailable: [], host: 'unix:///run/other.sock'} as const;
const project = composeProject(await makeTopology(), designInput.spec, engine);
const text = async (file: string): Promise<string> => (await project).find(({path}) => path === file)!.content;

test('every file with a private key in it is only its owner\'s to read', async t => {
	const withKeys = (await project).filter(({content}) => content.includes('PRIVATE KEY') || content.includes('client-key-data'));
	t.true(withKeys.length > 15);
	t.deepEqual(withKeys.filter(({mode}) => mode !== 0o600).map(({path}) => path), []);
});

test('each component\'s files are in the folder of its volume, the authorities\' keys only in one that nobody mounts', async t => {
	const files = (await project).map(({path}) => path);
	for (const file of ['files/etcd-config/pki/server.key', 'files/node-1-kubelet-config/kubelet.yaml', 'files/node-1-prepare-config/net.d/10-single-kube.conflist', 'files/agent-config/topology.json', 'files/pki/etcd.key']) {
		t.true(files.includes(file), file);
	}

	t.deepEqual(files.filter(file => file.endsWith('kubernetes.key')), ['files/pki/kubernetes.key']);
	t.false((await text('docker-compose.yaml')).includes('sk-default-pki:/etc'));
});

test('the README names the engine, the port and the cluster; the project has a name of its own', async t => {
	const readme = await text('README.md');
	t.true(readme.includes('export DOCKER_HOST=unix:///run/other.sock\n'));
	t.true(readme.includes('https://127.0.0.1:6443'));
	t.is(await text('.env'), 'COMPOSE_PROJECT_NAME=sk-default\n');
	t.regex(await text('kubeconfig'), /server: https:\/\/127\.0\.0\.1:6443/);
});
