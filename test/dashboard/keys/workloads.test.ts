import test from 'ava';
import type {ApiObject} from '../../../src/api/api.ts';
import {deedText} from '../../../src/dashboard/deeds/deed.ts';
import {press} from '../../../src/dashboard/keys/press.ts';
import {screenOf} from '../../../src/dashboard/screen/screen.ts';
import {textOf} from '../../../src/dashboard/screen/span.ts';
import type {DashboardState} from '../../../src/dashboard/state.ts';
import {now, sampleState, tell, type} from '../sample.ts';

const pods = (more: Parameters<typeof sampleState>[2] = {}): DashboardState => type(sampleState(120, 40, more), '2');
const deployments = (more: Parameters<typeof sampleState>[2] = {}): DashboardState => type(pods(more), 'right');
const refusal = (state: DashboardState, key: string): string | undefined => type(state, key).notice?.text;
const overlay = (state: DashboardState): string => (screenOf(state).overlay?.lines ?? []).map(line => textOf(line).trimEnd()).join('\n');

test('s of a deployment asks how many replicas, beginning with how many there are', t => {
	const asked = type(deployments(), 's');
	t.regex(overlay(asked), /It has 2 replicas, 1 ready\.[^]*> 2_[^]*single-kube kubectl scale deployment\/web --replicas 2/);
	t.deepEqual(press(type(asked, 'backspace', '5'), 'enter').command, {kind: 'do', deed: {kind: 'scale', of: {kind: 'deployments', namespace: 'default', name: 'web'}, replicas: 5}});
	t.is(refusal(type(asked, 'x'), 'enter'), 'How many? A number from 0 to 1000');
	t.is(press(asked, 'escape').command, undefined);
});

test('Ctrl-D asks first, with Cancel chosen, and says who makes it anew', t => {
	const owned: ApiObject = {metadata: {name: 'web-1', namespace: 'kube-system', uid: 'u', ownerReferences: [{kind: 'ReplicaSet', name: 'web-7c5b', controller: true}]}, spec: {terminationGracePeriodSeconds: 30}};
	const state = tell(pods({cluster: 'two'}), {type: 'objects-changed', kind: 'pods', objects: [owned]});
	const asked = type(state, 'ctrl+d');
	t.is(screenOf(asked).overlay?.title, 'delete pod/web-1?');
	t.regex(overlay(asked), /asked to end, and killed after 30 s\. ReplicaSet web-7c5b makes a\s+new one in its place/);
	t.regex(overlay(asked), /single-kube --name two kubectl -n kube-system delete pod\/web-1/);
	t.is(press(asked, 'enter').command, undefined);
	t.deepEqual(press(asked, 'y').command, {kind: 'do', deed: {kind: 'delete', of: {kind: 'pods', namespace: 'kube-system', name: 'web-1'}}});
	t.regex(overlay(type(pods(), 'ctrl+d')), /nobody makes it anew/);
	t.regex(overlay(type(deployments(), 'ctrl+d')), /Its pods end with it, and nobody makes them anew/);
});

test('r makes the pods of a deployment anew, and says why it does nothing to a pod', t => {
	const asked = type(deployments(), 'r');
	t.regex(overlay(asked), /it\s+goes on answering[^]*kubectl rollout restart deployment\/web/);
	t.deepEqual(press(asked, 'y').command, {kind: 'do', deed: {kind: 'rollout-restart', of: {kind: 'deployments', namespace: 'default', name: 'web'}}});
	t.is(refusal(pods(), 'r'), 'A Pod is not restarted: delete it (Ctrl-D), and its controller makes a new one');
	t.is(refusal(type(pods(), 'right', 'right'), 's'), 'A Service has no replicas to scale, and no shell');
});

test('s of a pod opens a shell in its container, asking which when there are several', t => {
	const opened = press(pods(), 's');
	t.deepEqual(opened.command, {kind: 'hand-over', handover: {kind: 'pod-shell', namespace: 'default', pod: 'web-7c5b-k9', container: 'nginx', command: 'single-kube kubectl exec -it web-7c5b-k9 -c nginx -- sh'}});
	t.is(refusal(type(pods(), 'down'), 's'), 'No container of web-7c5b-x2 runs');
	const two = tell(pods(), {type: 'objects-changed', kind: 'pods', objects: [{metadata: {name: 'two', namespace: 'default'}, spec: {containers: [{name: 'a', image: 'x'}, {name: 'b', image: 'y'}]}, status: {containerStatuses: [{name: 'a', state: {running: {}}}, {name: 'b', state: {running: {}}}]}}]});
	const menu = press(two, 's');
	t.is(menu.command, undefined);
	const chosen = press(type(menu.state, 'down'), 'enter').command;
	t.is(chosen?.kind === 'hand-over' && chosen.handover.kind === 'pod-shell' && chosen.handover.container, 'b');
});

test('F asks for two ports, beginning with the object\'s first', t => {
	const services = type(deployments(), 'right');
	const asked = type(services, 'F');
	t.regex(overlay(asked), /It has 80\.[^]*> 8080:80_[^]*kubectl --context single-kube-default port-forward service\/web 8080:80/);
	const of = {kind: 'services', namespace: 'default', name: 'web'} as const;
	t.deepEqual(press(asked, 'enter').command, {kind: 'do', deed: {kind: 'forward', of, local: 8080, port: 80}});
	t.deepEqual(press(type(asked, 'ctrl+u', ...':80'), 'enter').command, {kind: 'do', deed: {kind: 'forward', of, local: 0, port: 80}});
	t.deepEqual(press(type(asked, 'ctrl+u', ...'81'), 'enter').command, {kind: 'do', deed: {kind: 'forward', of, local: 81, port: 81}});
	for (const wrong of ['x', '80:', ':', '0:80', '80:65536', '1:2:3']) {
		t.regex(refusal(type(asked, 'ctrl+u', ...wrong), 'enter') ?? '', /LOCAL:REMOTE/, wrong);
	}

	const open = tell(services, {type: 'forward-opened', forward: {id: 1, of, local: 8080, port: 80, since: now - 5000, failure: undefined}});
	t.regex(overlay(type(open, 'F')), /> 8081:80_/);
	t.is(refusal(type(open, 'F', 'ctrl+u', ...'8080:80'), 'enter'), '127.0.0.1:8080 leads to service/web already');
	t.is(refusal(type(pods(), 'down'), 'F'), 'web-7c5b-x2 does not run: Pending');
	t.is(refusal(type(services, 'right'), 'F'), 'A Node has no port that could be forwarded');
});

test('what is forwarded stays in view with its age and what failed, and P closes it', t => {
	const of = {kind: 'pods', namespace: 'default', name: 'web-7c5b-k9'} as const;
	const open = tell(pods(), {type: 'forward-opened', forward: {id: 7, of, local: 9000, port: 80, since: now - 65_000, failure: undefined}}, {type: 'forward-failed', id: 7, failure: 'connection refused'});
	const screen = screenOf(open);
	t.regex(screen.body[0]!.lines.map(line => textOf(line)).join('\n'), / 65s 127\.0\.0\.1:9000 to pod\/web-7c5b-k9:80 in default/);
	t.regex(screenOf({...open, size: {columns: 160, rows: 40}}).body[0]!.lines.map(line => textOf(line)).join('\n'), /failed: conne/);
	t.regex(textOf(screen.header), /1 port forwarded/);
	t.deepEqual(press(type(open, 'P'), 'enter').command, {kind: 'do', deed: {kind: 'end-forward', id: 7}});
	t.is(deedText({kind: 'end-forward', id: 7}, open).done, '127.0.0.1:9000 leads nowhere any more');
	t.deepEqual(tell(open, {type: 'forward-closed', id: 7}).forwards, []);
	t.is(press(pods(), 'P').state.dialog, undefined);
});

test('a dashboard that only looks changes nothing and opens no shell, but forwards ports', t => {
	for (const key of ['s', 'r', 'ctrl+d']) {
		t.regex(refusal(deployments({readOnly: true}), key)!, /--read-only/, key);
	}

	t.regex(refusal(pods({readOnly: true}), 's')!, /--read-only/);
	t.regex(refusal(pods({readOnly: true}), 'x')!, /--read-only/);
	t.is(type(pods({readOnly: true}), 'F').dialog?.kind, 'prompt');
});

test('without an apiserver nothing is changed, and a shell still opens', t => {
	const lost = (state: DashboardState): DashboardState => tell(state, {type: 'api-lost', at: now, message: 'refused'});
	t.regex(refusal(lost(deployments()), 's')!, /The apiserver does not answer/);
	t.regex(refusal(lost(pods()), 'F')!, /The apiserver does not answer/);
	t.is(press(lost(pods()), 's').command?.kind, 'hand-over');
});

test('while something is done to an object, nothing else can be', t => {
	const acting = tell(deployments(), {type: 'deed-under-way', subject: 'deployments default/web', doing: 'scaling'});
	t.is(refusal(acting, 'ctrl+d'), 'Wait: web is scaling');
});

test('x opens the kubectl shell from everywhere', t => {
	for (const pane of ['1', '2', '3', '4']) {
		t.deepEqual(press(type(sampleState(), pane), 'x').command, {kind: 'hand-over', handover: {kind: 'kubectl-shell'}});
	}
});
