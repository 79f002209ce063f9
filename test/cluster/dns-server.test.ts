import test from 'ava';
import {dnsServerImages} from '../../src/cluster/dns-server.ts';
import type {Engine} from '../../src/engine/engine.ts';
import {debianSource} from '../../src/images/sources/debian.ts';

/** An engine with these images, and the choice on a cluster of 1.20. */
async function images(tags: readonly string[], dnsServer: 'auto' | 'bind' | 'coredns', addons: ReadonlyArray<'dns'> = ['dns']) {
	const engine = {docker: {listImages: async () => [{Id: 'sha256:1', RepoTags: tags}]}} as unknown as Engine;
	return dnsServerImages(engine, {addons, dnsReplicas: 1, dnsServer}, debianSource);
}

const named = 'registry.k8s.io/coredns/coredns:v1.7.0';
const another = 'registry.k8s.io/coredns/coredns:v1.8.7';

test('by itself a cluster has CoreDNS only in the version that its Kubernetes names', async t => {
	t.deepEqual(await images([named], 'auto'), ['coredns']);
	t.deepEqual(await images([another], 'auto'), []);
	t.deepEqual(await images([], 'auto'), []);
});

test('whoever asks for CoreDNS gets what there is of it, or is told what to pull', async t => {
	t.deepEqual(await images([another], 'coredns'), ['coredns']);
	t.like(await t.throwsAsync(images([], 'coredns')), {code: 'IMAGE_MISSING'});
	t.like(await t.throwsAsync(dnsServerImages(undefined, {addons: ['dns'], dnsReplicas: 1, dnsServer: 'coredns'}, debianSource)), {code: 'IMAGE_MISSING'});
});

test('whoever asks for BIND, or for no DNS at all, needs no CoreDNS', async t => {
	t.deepEqual(await images([named], 'bind'), []);
	t.deepEqual(await images([], 'coredns', []), []);
});
