import {existsSync} from 'node:fs';
import test from 'ava';
import {readServices} from '../../src/explain/about.ts';
import {errorSection, isErrorCode, sectionOf} from '../../src/explain/error-section.ts';
import {explainCluster} from '../../src/explain/explain-cluster.ts';
import {drawTalks} from '../../src/explain/picture.ts';
import {makeTopology} from '../helpers/topology.ts';

const services = await readServices();
const topology = await makeTopology();

test('every component of compose/ says what it does, what breaks without it and where to read more', t => {
	t.true(services.size > 15);
	for (const [name, {about}] of services) {
		t.true((about?.does.length ?? 0) > 60, name);
		t.true((about?.without.length ?? 0) > 30, name);
		t.true((about?.read.length ?? 0) > 0, name);
		for (const page of about?.read ?? []) {
			t.true(existsSync(new URL(`../../docs/${page}`, import.meta.url)), `${name}: docs/${page}`);
		}

		for (const to of Object.keys(about?.talksTo ?? {})) {
			t.true(services.has(to) || to === 'engine', `${name} talks to ${to}`);
		}
	}
});

test('everybody who has a kubeconfig is drawn as somebody who talks to the apiserver, and nobody but the apiserver to etcd', t => {
	const {talks} = explainCluster(topology, true, services);
	const to = (target: string): string[] => talks.filter(talk => talk.to === target).map(({from}) => from).sort();
	t.deepEqual(to('kube-apiserver'), [...new Set(topology.components.filter(({files}) => files.kubeconfig).map(({name}) => name))].sort());
	t.deepEqual(to('etcd'), ['kube-apiserver']);
});

test('the components stand in the order in which they start, and nobody talks to one that is not there', async t => {
	const without = await makeTopology({settings: {addons: [], dnsReplicas: 1}});
	const {components, talks} = explainCluster(without, false, services);
	t.deepEqual(components.map(({component}) => component), without.components.map(({id}) => id));
	t.deepEqual(talks.filter(({from, to}) => [from, to].some(name => ['metrics-server', 'dns', 'cri-dockerd'].includes(name))), []);
});

test('the picture has the callers on the left and whom they call on the right, most called first', t => {
	t.deepEqual(drawTalks([{from: 'a', to: 'x'}, {from: 'bb', to: 'y'}, {from: 'c', to: 'y'}, {from: 'ddd', to: 'y'}]), [
		'bb ---.',
		'c ----+--> y',
		'ddd --\'',
		'',
		'a -------> x',
	]);
	t.deepEqual(drawTalks([]), []);
});

test('the section of an error is its own and not the next one\'s', async t => {
	t.is(sectionOf('# Errors\n\n## A\n\nabout a\n\n## AB\n\nabout ab\n', 'A'), 'about a');
	t.is(sectionOf('## A\n', 'B'), undefined);
	t.regex(await errorSection('PORT_TAKEN') ?? '', /^Another program .*Exit code 6\.$/s);
	t.deepEqual([isErrorCode('PORT_TAKEN'), isErrorCode('toString'), isErrorCode('NOPE')], [true, false, false]);
});
