import test from 'ava';
import type {Fault} from '../../../src/faults/fault.ts';
import {headerLine} from '../../../src/dashboard/screen/header.ts';
import {textOf} from '../../../src/dashboard/screen/span.ts';
import {component, components, now, sampleState, tell} from '../sample.ts';

const dead = (...ids: readonly string[]) => components.map(record => ids.includes(record.id) ? component(record.id, {state: 'exited', exitCode: 1, finishedAt: now - 1000}) : record.id === 'kube-scheduler' ? component(record.id) : record);
const header = (ids: readonly string[], ...faults: readonly Fault[]): string => textOf(headerLine(tell(sampleState(200), {type: 'components-seen', components: dead(...ids)}, {type: 'faults-seen', faults}), 200));

test('of components that are not well the one that the others need is named', t => {
	t.regex(header(['cloud-controller-manager', 'etcd', 'kube-apiserver', 'kube-controller-manager']), /7\/11 well: etcd exited 1/);
	t.regex(header(['cloud-controller-manager', 'kube-apiserver']), /9\/11 well: kube-apiserver exited 1/);
	t.regex(header([]), /11\/11 well ·/);
});

test('what nobody wanted comes before what was broken on purpose', t => {
	const slow: Fault = {kind: 'latency', milliseconds: 200, jitter: 0, component: 'etcd', since: now, until: undefined};
	t.regex(header(['kube-scheduler'], slow), /9\/11 well: kube-scheduler exited 1/);
	t.regex(header([], slow), /10\/11 well: etcd delayed/);
});
