import test from 'ava';
import {componentDeedText, consequenceOf, needsConfirmation, type Verb, whyNot} from '../../../src/dashboard/deeds/component.ts';
import {pastOf} from '../../../src/plan/component-actions.ts';
import {component, sampleState, stoppedScheduler} from '../sample.ts';

const verbs = Object.keys(pastOf) as Verb[];

test('a running component can be stopped, restarted, killed and paused, not started', t => {
	const running = component('etcd');
	t.deepEqual(verbs.filter(verb => whyNot(verb, running, false) === undefined), ['stop', 'restart', 'kill', 'pause']);
	t.is(whyNot('start', running, false), 'etcd is running');
});

test('a stopped one can be started and restarted, a paused one unpaused and stopped too', t => {
	t.deepEqual(verbs.filter(verb => whyNot(verb, stoppedScheduler, false) === undefined), ['start', 'restart']);
	t.deepEqual(verbs.filter(verb => whyNot(verb, component('etcd', {state: 'paused'}), false) === undefined), ['stop', 'restart', 'unpause']);
});

test('what keeps others alive is not taken away, and the reason says what to do instead', t => {
	t.regex(whyNot('stop', component('node@node-1'), false)!, /^node@node-1: it owns the network namespace .*single-kube stop kubelet@node-1/);
	t.regex(whyNot('stop', component('agent'), false)!, /single-kube pause agent/);
	t.is(whyNot('kill', component('agent'), false), undefined);
	t.is(whyNot('stop', component('agentless'), false), undefined);
	t.regex(whyNot('start', component('node-prepare@node-1', {job: true, state: 'exited'}), false)!, /is a job/);
	t.regex(whyNot('start', component('etcd', {state: 'missing'}), false)!, /single-kube start makes it/);
});

test('nothing can be done in a dashboard that only looks, or to nothing', t => {
	t.true(verbs.every(verb => /--read-only/.test(whyNot(verb, component('etcd'), true)!)));
	t.true(verbs.every(verb => whyNot(verb, undefined, false) === 'No component is chosen'));
});

test('what takes something away is asked about, what gives it back is not', t => {
	t.deepEqual(verbs.filter(needsConfirmation), ['stop', 'restart', 'kill', 'pause']);
});

test('who is asked reads what happens then, and the command that does the same', t => {
	t.is(consequenceOf('stop', stoppedScheduler), 'It is left alone until somebody starts it again. New pods stay Pending.');
	t.is(consequenceOf('stop', component('etcd')), 'It is left alone until somebody starts it again.');
	t.regex(consequenceOf('kill', stoppedScheduler), /the agent starts it again/);
	const deed = {kind: 'component', verb: 'stop', component: 'kubelet@node-1', container: 'sk-default-node-1-kubelet'} as const;
	t.is(componentDeedText(deed, sampleState()).command, 'single-kube stop kubelet@node-1');
	t.is(componentDeedText(deed, sampleState(120, 40, {cluster: 'two'})).command, 'single-kube stop kubelet@node-1 --name two');
});
