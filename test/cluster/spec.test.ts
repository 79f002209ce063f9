import test from 'ava';
import {settleSpec} from '../../src/cluster/spec.ts';
import type {Engine} from '../../src/engine/engine.ts';
import {labels} from '../../src/labels.ts';

/** An engine with one stopped cluster, whose apiserver is published on these ports. */
function engineWith(...ports: readonly number[]): Engine {
	const bindings = ports.map(port => ({HostIp: '127.0.0.1', HostPort: String(port)}));
	const docker = {
		listContainers: async () => [{Names: ['/sk-stopped-kube-apiserver'], Labels: {[labels.cluster]: 'stopped'}}],
		listNetworks: async () => [],
		getNetwork: () => ({inspect: async () => Promise.reject(Object.assign(new Error('no such network'), {statusCode: 404}))}),
		listVolumes: async () => ({Volumes: null}),
		getContainer: (name: string) => ({inspect: async () => ({HostConfig: {PortBindings: name === 'sk-stopped-kube-apiserver' ? {'6443/tcp': bindings} : {}}})}),
	};
	return {docker} as unknown as Engine;
}

test('a new cluster leaves a stopped one its API port', async t => {
	const {apiPort} = await settleSpec(engineWith(6443), {name: 'new'}, '1.20.2');
	t.not(apiPort, 6443);
	t.true(apiPort > 1023);
});

test('a port that was asked for is taken, whoever had it', async t => {
	t.is((await settleSpec(engineWith(16_443), {name: 'new', apiPort: 16_443}, '1.20.2')).apiPort, 16_443);
});
