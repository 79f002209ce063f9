import {cp, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {composeDirectory} from '../../src/compose/read.ts';
import {extensionSchema} from '../../src/compose/schema.ts';
import {designInput, makeTopology} from '../helpers/topology.ts';

const page = await readFile(new URL('../../docs/adding-a-component.md', import.meta.url), 'utf8');

test('the example is a component that compose/ takes, and changes no other one', async t => {
	const directory = await mkdtemp(path.join(tmpdir(), 'single-kube-docs-'));
	t.teardown(async () => rm(directory, {recursive: true}));
	await cp(composeDirectory, directory, {recursive: true});
	await writeFile(path.join(directory, 'api-metrics.yaml'), /^```yaml\n([\s\S]*?)^```/m.exec(page)![1]!);
	const images = {...designInput.images, 'api-metrics': 'single-kube/api-metrics:1'};

	const before = await makeTopology();
	const {components} = await makeTopology({composeDirectory: directory, images});
	const added = components.find(({id}) => id === 'api-metrics')!;
	t.is(added.configVolume, 'sk-default-api-metrics-config');
	t.is(added.container.image, 'single-kube/api-metrics:1');
	t.deepEqual(added.dependsOn, ['kube-apiserver']);
	t.deepEqual(components.filter(other => other !== added).map(({id, hash}) => [id, hash]), before.components.map(({id, hash}) => [id, hash]));
	const addresses = components.flatMap(({container: {network}}) => network.kind === 'cluster' ? [network.address] : []);
	t.is(new Set(addresses).size, addresses.length);
});

test('each key of x-single-kube has its row, and no row is about another', t => {
	const table = /^## The keys of x-single-kube$([\s\S]*?)^Authorities are/m.exec(page)![1]!;
	const rows = [...table.matchAll(/^\| `([\w-]+)` \|/gm)].map(match => match[1]!);
	t.deepEqual(rows.sort(), Object.keys(extensionSchema.shape).sort());
});
