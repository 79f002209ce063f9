import test from 'ava';
import {composeDirectory, readComposeDirectory} from '../../src/compose/read.ts';
import {imagesOf} from '../../src/cluster/redesign.ts';
import {designInput, makeTopology} from '../helpers/topology.ts';

test('with the images that a cluster\'s containers have every component is designed as it is', async t => {
	const files = await readComposeDirectory(composeDirectory);
	for (const kubernetesVersion of ['1.20.2', '1.36.2']) {
		const change = {spec: {...designInput.spec, kubernetesVersion}};
		const stored = await makeTopology(change);
		const again = await makeTopology({...change, images: imagesOf(stored, files)});
		t.deepEqual(again.components.map(({id, hash}) => [id, hash]), stored.components.map(({id, hash}) => [id, hash]));
	}
});

test('what a cluster does not have has no image, and hinders nobody', async t => {
	const stored = await makeTopology({settings: {addons: [], dnsReplicas: 1}});
	const images = imagesOf(stored, await readComposeDirectory(composeDirectory));
	t.is(images['metrics-server'], 'none');
	t.is(images['kube-scheduler'], 'single-kube/kube-scheduler:1');
	t.is(images['pause'], 'single-kube/pause:1');
});
