/** A cluster as the dashboard may know it: a stopped scheduler, a pod that waits for it, and some of everything else. */
import type {ApiObject} from '../../src/api/api.ts';
import type {Message} from '../../src/dashboard/messages.ts';
import {press} from '../../src/dashboard/keys/press.ts';
import {reduce} from '../../src/dashboard/reduce.ts';
import type {Component} from '../../src/plan/topology.ts';
import {type ComponentRecord, type DashboardState, type Facts, initialState} from '../../src/dashboard/state.ts';

export const now = Date.parse('2026-11-22T12:00:00Z');
const ago = (seconds: number): string => new Date(now - seconds * 1000).toISOString();

export const facts: Facts = {cluster: 'default', engine: 'unix:///var/run/docker.sock', kubernetesVersion: '1.36.2', context: 'single-kube-default', readOnly: false, ascii: false, screenReader: false};

export function component(id: string, more: Partial<ComponentRecord> = {}): ComponentRecord {
	const record: ComponentRecord = {
		id, container: `sk-default-${id.split('@').reverse().join('-')}`, state: 'running', held: false, job: false, exitCode: 0, startedAt: now - 720_000, finishedAt: 0, restarts: 0,
		summary: `does the work of ${id}`, about: undefined, image: `single-kube/${id.split('@')[0]}:1`, design: undefined, ...more,
	};
	return {...record, design: 'design' in more ? more.design : designOf(record)};
}

/** What the cluster wants of a component, as far as the dashboard looks at it. */
export function designOf({id, container, job, summary, image}: ComponentRecord): Component {
	const [name = id, node] = id.split('@');
	const network = id === 'agent' ? {kind: 'none'} : node === undefined || name === 'node' ? {kind: 'cluster', address: '172.30.0.9', aliases: []} : {kind: 'joins', component: `node@${node}`};
	const dependsOn = id === 'kube-apiserver' ? ['etcd'] : /^(kube-|cloud-)/.test(id) ? ['kube-apiserver'] : [];
	return {id, name, node, job, summary, dependsOn, container: {name: container, image, network}} as unknown as Component;
}

export const stoppedScheduler = component('kube-scheduler', {state: 'exited', held: true, exitCode: 0, finishedAt: now - 30_000, summary: 'chooses a node for each new pod', about: {does: 'Gives each new pod a node.', without: 'New pods stay Pending.'}});

export const components: readonly ComponentRecord[] = [
	component('agent', {restarts: 2}), component('cloud-controller-manager'), component('dns'), component('etcd', {summary: 'keeps every object of the cluster; only the apiserver talks to it', about: {does: 'Keeps every object.', without: 'The apiserver answers nothing; what runs goes on.'}}),
	component('kube-apiserver'), component('kube-controller-manager'), component('kube-proxy@node-1'), stoppedScheduler, component('kubelet@node-1'),
	component('node-prepare@node-1', {job: true, state: 'exited', startedAt: now - 722_000, finishedAt: now - 721_000}), component('node@node-1'),
];

function pod(name: string, namespace: string, phase: string, ready: boolean, age: number): ApiObject {
	return {
		apiVersion: 'v1', kind: 'Pod', metadata: {name, namespace, uid: `uid-${name}`, creationTimestamp: ago(age), labels: {app: 'web'}},
		spec: {nodeName: phase === 'Pending' ? undefined : 'node-1', containers: [{name: 'nginx', image: 'nginx:1'}]},
		status: {phase, ...phase === 'Running' ? {podIP: '10.244.0.4', containerStatuses: [{name: 'nginx', ready, restartCount: 2, state: {running: {}}}]} : {}},
	};
}

const event = (kind: string, name: string, reason: string, message: string, age: number, type = 'Normal'): ApiObject => ({
	apiVersion: 'v1', kind: 'Event', metadata: {name: `${name}.1`, namespace: 'default', creationTimestamp: ago(age)},
	involvedObject: {kind, name, namespace: 'default'}, reason, message, type, lastTimestamp: ago(age),
});

export const told: readonly Message[] = [
	{type: 'components-seen', components},
	{type: 'usage-sampled', usage: {'sk-default-etcd': {cpuPercent: 1.25, memoryBytes: 38e6}, 'sk-default-kube-apiserver': {cpuPercent: 12.4, memoryBytes: 245e6}}},
	{type: 'components-said', at: now - 3000, said: {
		etcd: {kind: 'etcd', sizeBytes: 4_300_800, inUseBytes: 2_150_400, keys: 812},
		'kube-apiserver': {kind: 'apiserver', requestsPerSecond: 12.34, watches: 103, inFlight: 2},
		'kube-controller-manager': {kind: 'controller-manager', leadership: {kind: 'alone'}, queued: 0, busiest: []},
		'kubelet@node-1': {kind: 'kubelet', pods: 9, containers: 11},
	}},
	{type: 'api-answered'},
	{type: 'objects-changed', kind: 'pods', objects: [pod('web-7c5b-x2', 'default', 'Pending', false, 25), pod('web-7c5b-k9', 'default', 'Running', true, 600), pod('probe', 'other', 'Running', false, 90)]},
	{type: 'objects-changed', kind: 'nodes', objects: [{apiVersion: 'v1', kind: 'Node', metadata: {name: 'node-1', creationTimestamp: ago(700)}, status: {conditions: [{type: 'Ready', status: 'True'}], nodeInfo: {kubeletVersion: 'v1.36.2'}}}]},
	{type: 'objects-changed', kind: 'deployments', objects: [{apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name: 'web', namespace: 'default', creationTimestamp: ago(600)}, spec: {replicas: 2}, status: {readyReplicas: 1, updatedReplicas: 2}}]},
	{type: 'objects-changed', kind: 'services', objects: [{apiVersion: 'v1', kind: 'Service', metadata: {name: 'web', namespace: 'default', creationTimestamp: ago(600)}, spec: {type: 'NodePort', selector: {app: 'web'}, clusterIP: '10.96.12.1', ports: [{port: 80, nodePort: 30_080, protocol: 'TCP'}]}}]},
	{type: 'kubernetes-events-changed', events: [event('Pod', 'web-7c5b-k9', 'Started', 'Started container nginx', 598), event('Pod', 'probe', 'Unhealthy', 'Readiness probe failed: 503', 12, 'Warning')]},
	{type: 'engine-event', event: {at: now - 30_000, action: 'stop', component: 'kube-scheduler'}},
];

/** @param columns of the terminal */
export function sampleState(columns = 120, rows = 40, more: Partial<Facts> = {}): DashboardState {
	return tell(initialState({...facts, ...more}, {columns, rows}, now), ...told);
}

export function tell(state: DashboardState, ...messages: readonly Message[]): DashboardState {
	return messages.reduce(reduce, state);
}

/** Press keys, one after the other. */
export function type(state: DashboardState, ...keys: readonly string[]): DashboardState {
	return keys.reduce((before, key) => press(before, key).state, state);
}

/** Go to a component. */
export function choose(state: DashboardState, id: string): DashboardState {
	return {...type(state, '1'), chosen: {...state.chosen, components: id}};
}
