import test from 'ava';
import {differ, mix} from '../../src/plan/mix.ts';
import {reconcile} from '../../src/plan/reconcile.ts';
import {orderedSteps, restOf, upgradeSteps} from '../../src/plan/upgrade-steps.ts';
import {allRunning, designInput, makeTopology} from '../helpers/topology.ts';

const version = (kubernetesVersion: string) => ({...designInput.spec, kubernetesVersion});
const newImages = Object.fromEntries(Object.keys(designInput.images).map(name => [name, `single-kube/${name}:2`]));
const old = await makeTopology();
const next = await makeTopology({spec: version('1.20.3'), images: newImages});
const names = (steps: ReturnType<typeof upgradeSteps>): string[] => steps.map(({component}) => component);
const replaced = (from: typeof old, to: typeof old): string[] => reconcile(to, allRunning(from), {now: 0}).flatMap(({operation}) => operation.kind === 'create-container' ? [operation.component] : []);

test('components are replaced in the order that the skew policy asks for, what is no program of Kubernetes last', t => {
	t.deepEqual(names(upgradeSteps(old, next)), ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubelet', 'kube-proxy', 'kubectl', 'the rest']);
});

test('what does not differ is no step', async t => {
	t.deepEqual(upgradeSteps(old, old), []);
	const one = await makeTopology({images: {...designInput.images, 'kube-scheduler': 'single-kube/kube-scheduler:2'}});
	t.deepEqual(names(upgradeSteps(old, one)), ['kube-scheduler']);
});

test('each step replaces its components and what lives in their network namespace, and nothing else', t => {
	const expected: Record<string, readonly string[]> = {
		'kube-apiserver': ['kube-apiserver', 'component-status'], kubelet: ['node-prepare@node-1', 'kubelet@node-1'], 'kube-proxy': ['kube-proxy@node-1'],
	};
	let current = old;
	for (const {component, names} of orderedSteps) {
		const after = mix(current, next, {names, settings: current.settings});
		t.deepEqual(replaced(current, after).sort(), [...expected[component] ?? [component]].sort(), component);
		current = after;
	}
});

test('no step touches the holder, whose network namespace pods live in', t => {
	const steps = upgradeSteps(old, next);
	const last = steps.reduce((current, {names}) => mix(current, next, {names, settings: current.settings}), old);
	t.deepEqual(last.components.find(({name}) => name === 'node'), old.components.find(({name}) => name === 'node'));
	t.false(restOf(old, next).names.has('node'));
	t.true(differ(old, last, new Set(['agent'])));
});

test('the steps back, the last first, lead to the exact topology before', t => {
	const forward = upgradeSteps(old, next);
	const after = forward.reduce((current, {names}) => mix(current, next, {names, settings: current.settings}), old);
	const back = upgradeSteps(after, old).reverse();
	t.deepEqual(names(back), names(forward).reverse());
	const again = back.reduce((current, {names}) => mix(current, old, {names, settings: current.settings}), after);
	t.deepEqual(again.components.map(({id, hash}) => `${id} ${hash}`).sort(), old.components.map(({id, hash}) => `${id} ${hash}`).sort());
	t.deepEqual(replaced(old, again), []);
});

test('from dockershim to cri-dockerd is one step: the shim comes before the kubelet that needs it', async t => {
	const [before, after] = [await makeTopology({spec: version('1.23.17')}), await makeTopology({spec: version('1.24.0'), images: newImages})];
	const {names} = orderedSteps.find(({component}) => component === 'kubelet')!;
	const mixed = mix(before, after, {names, settings: before.settings});
	const plan = reconcile(mixed, allRunning(before), {now: 0});
	const at = (kind: string, component: string): number => plan.findIndex(({operation}) => operation.kind === kind && 'component' in operation && operation.component === component);
	t.true(at('await-ready', 'cri-dockerd@node-1') > 0);
	t.true(at('await-ready', 'cri-dockerd@node-1') < at('start-container', 'kubelet@node-1'));
});

test('a published port stays where it is, after what it leads to', async t => {
	const port = {address: '127.0.0.1', hostPort: 8080, nodePort: 30_080, protocol: 'tcp'} as const;
	const before = await makeTopology({ports: [port]});
	const mixed = mix(before, next, {names: new Set(['kube-proxy']), settings: before.settings});
	t.deepEqual(mixed.components.find(component => component.port), before.components.find(component => component.port));
	t.deepEqual(replaced(before, mixed), ['kube-proxy@node-1']);
});
