import test from 'ava';
import type {ObservedContainer} from '../../src/plan/observed.ts';
import {readServices} from '../../src/explain/about.ts';
import {planSome} from '../../src/plan/some-components.ts';
import {expectationOf, refusalOf} from '../../src/plan/component-actions.ts';
import {allRunning, makeTopology} from '../helpers/topology.ts';

const topology = await makeTopology();
const now = 1e12;
const down = (...ids: string[]) => ({component}: ObservedContainer): Partial<ObservedContainer> => ids.includes(component) ? {state: 'exited'} : {};
const find = (id: string) => topology.components.find(component => component.id === id)!;
const lines = ({plan}: ReturnType<typeof planSome>): string[] => plan.map(({operation}) => `${operation.kind} ${'component' in operation ? operation.component : ''}`);

test('only what was chosen is started, and waited for', t => {
	const observed = {...allRunning(topology, down('kube-scheduler', 'kube-controller-manager')), held: ['kube-scheduler', 'kube-controller-manager']};
	const some = planSome(topology, observed, ['kube-scheduler'], now);
	t.deepEqual(lines(some), ['start-container kube-scheduler', 'await-ready kube-scheduler']);
	t.deepEqual(some.waiting, []);
});

test('one that needs what does not run is started, and nobody waits for it', t => {
	const observed = {...allRunning(topology, down('kube-apiserver', 'kube-scheduler')), held: ['kube-apiserver', 'kube-scheduler']};
	const some = planSome(topology, observed, ['kube-scheduler'], now);
	t.deepEqual(lines(some), ['start-container kube-scheduler']);
	t.deepEqual(some.waiting, [{component: 'kube-scheduler', needs: ['kube-apiserver']}]);
});

test('several are started in the order in which they need each other, and each is waited for', t => {
	const some = planSome(topology, {...allRunning(topology, down('etcd', 'kube-apiserver', 'component-status')), held: ['etcd', 'kube-apiserver', 'component-status']}, ['kube-apiserver', 'etcd'], now);
	t.deepEqual(lines(some), ['start-container etcd', 'await-ready etcd', 'start-container kube-apiserver', 'await-ready kube-apiserver']);
	t.deepEqual(some.waiting, []);
});

test('the kubelet\'s job runs before it, and who joins a restarted one goes with it', t => {
	t.deepEqual(lines(planSome(topology, allRunning(topology, down('kubelet@node-1')), ['kubelet@node-1'], now)).filter(line => line.startsWith('start')), ['start-container node-prepare@node-1', 'start-container kubelet@node-1']);
	t.true(lines(planSome(topology, allRunning(topology, down('kube-apiserver')), ['kube-apiserver'], now)).includes('start-container component-status'));
});

test('on a component that runs nothing is done', t => {
	t.deepEqual(planSome(topology, allRunning(topology), ['etcd'], now).plan, []);
});

test('a component whose container is gone is made anew', t => {
	const whole = allRunning(topology);
	const some = planSome(topology, {...whole, containers: whole.containers.filter(({component}) => component !== 'kube-scheduler')}, ['kube-scheduler'], now);
	t.deepEqual(lines(some), ['deliver-files ', 'create-container kube-scheduler', 'start-container kube-scheduler', 'await-ready kube-scheduler']);
});

test('what makes no sense with one component alone is refused with what to do instead', t => {
	t.regex(refusalOf(find('node@node-1'), 'stop')!.hint, /single-kube stop kubelet@node-1 kube-proxy@node-1/);
	t.is(refusalOf(find('node@node-1'), 'kill'), undefined);
	t.regex(refusalOf(find('node-prepare@node-1'), 'restart')!.hint, /restart kubelet@node-1/);
	t.regex(refusalOf(find('agent'), 'stop')!.reason, /guard/);
	t.is(refusalOf(find('agent'), 'pause'), undefined);
	t.is(refusalOf(find('etcd'), 'stop'), undefined);
});

test('who stops or pauses a component is told what breaks without it', async t => {
	const services = await readServices();
	const told = (id: string, action: 'stop' | 'pause' | 'start' | 'kill'): string | undefined => expectationOf(find(id), action, services.get(find(id).name)?.about?.without);
	for (const {id} of topology.components) {
		t.regex(told(id, 'stop') ?? '', new RegExp(`^without ${id}: .{10}`));
	}

	t.regex(told('kube-scheduler', 'pause')!, /^without kube-scheduler: New pods stay Pending/);
	t.is(told('kube-scheduler', 'start'), undefined);
	t.regex(told('agent', 'kill')!, /agent-guard starts agent again/);
});
