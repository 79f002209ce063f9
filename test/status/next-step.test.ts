import test from 'ava';
import {nextStep, type Situation} from '../../src/status/next-step.ts';
import type {NodeReport} from '../../src/status/nodes.ts';
import type {Trouble} from '../../src/status/troubles.ts';

const node: NodeReport = {name: 'node-1', ready: true, unschedulable: false, kubeletVersion: '1.36.2', runtime: 'docker://20.10.24', address: '172.30.0.10', conditions: [], bad: []};
const notReady = {type: 'Ready', status: 'False', reason: 'KubeletNotReady', message: 'container runtime is down'};
const trouble = (component: string, kind: Trouble['kind'], message: string, because?: string): Trouble => ({component, kind, message, because});
const well: Situation = {name: 'default', state: 'running', troubles: [], lastLine: undefined, nodes: [node], apiAnswers: true, problems: []};
const pod = {kind: 'Pod', namespace: 'shop', name: 'web', reason: 'CrashLoopBackOff', message: 'its container main ended with exit code 7', hint: 'Read what it said last: single-kube kubectl -n shop logs web -c main --previous'} as const;

const table: ReadonlyArray<readonly [title: string, change: Partial<Situation>, why: RegExp, command: string]> = [
	['all is well', {}, /^All is well$/, 'single-kube kubectl get pods -A'],
	['a component did not say in time how it is', {unanswered: ['etcd']}, /^Nothing is seen to be wrong, but etcd did not say in time how it is$/, 'single-kube status'],
	['two did not', {unanswered: ['etcd', 'dns']}, /etcd, dns did not say in time how they are$/, 'single-kube status'],
	['another cluster is named in the command', {name: 'dev'}, /well/, 'single-kube --name dev kubectl get pods -A'],
	['stopped as a whole', {state: 'stopped', apiAnswers: false, troubles: [trouble('etcd', 'dead', 'ended with exit code 0')]}, /is stopped; its data is kept/, 'single-kube start'],
	['paused as a whole', {state: 'paused', apiAnswers: false, troubles: [trouble('etcd', 'paused', 'is paused')]}, /is paused as a whole/, 'single-kube unpause'],
	['half-made, whatever else there is', {state: 'degraded', troubles: [trouble('etcd', 'stopped', 'was stopped on purpose'), trouble('kubelet@node-1', 'missing', 'has no container')]}, /half-made: kubelet@node-1 is missing/, 'single-kube start'],
	['stopped on purpose', {state: 'degraded', troubles: [trouble('kube-scheduler', 'stopped', 'was stopped on purpose')]}, /^kube-scheduler was stopped on purpose$/, 'single-kube start kube-scheduler'],
	['broken on purpose, whatever has died of it', {state: 'degraded', troubles: [trouble('agent', 'dead', 'ended with exit code 1'), trouble('kube-scheduler', 'fault', 'has a fault of the fault lab: paused 2m ago; undo: single-kube fault clear scheduler pause'), trouble('dns', 'unhealthy', 'x', 'kube-scheduler')]}, /^kube-scheduler has a fault of the fault lab: paused 2m ago, and dns suffers from it$/, 'single-kube fault clear scheduler'],
	['paused', {state: 'degraded', troubles: [trouble('kube-scheduler', 'paused', 'is paused')]}, /is paused/, 'single-kube unpause kube-scheduler'],
	['dead, with what it said last', {state: 'degraded', lastLine: 'Error: unknown flag: --foo', troubles: [trouble('kube-scheduler', 'dead', 'ended with exit code 1')]}, /exit code 1; it said last: Error: unknown flag: --foo/, 'single-kube logs kube-scheduler --tail 30'],
	['the agent dead', {state: 'degraded', troubles: [trouble('agent', 'dead', 'ended with exit code 137')]}, /^agent ended/, 'single-kube start'],
	[
		'the apiserver unready because etcd is down: etcd is named', {state: 'degraded', apiAnswers: false, troubles: [trouble('etcd', 'stopped', 'was stopped on purpose'), trouble('kube-apiserver', 'unhealthy', 'runs and is not well: failing: etcd', 'etcd')]},
		/^etcd was stopped on purpose, and kube-apiserver suffers from it$/, 'single-kube start etcd',
	],
	['a node NotReady because the kubelet is stopped: the kubelet is named', {state: 'degraded', nodes: [{...node, ready: false, bad: [notReady]}], troubles: [trouble('kubelet@node-1', 'stopped', 'was stopped on purpose')]}, /^kubelet@node-1 was/, 'single-kube start kubelet'],
	['a node NotReady by itself', {state: 'degraded', nodes: [{...node, ready: false, bad: [notReady]}]}, /node-1 is not Ready: container runtime is down/, 'single-kube kubectl describe node node-1'],
	['memory is short', {nodes: [{...node, bad: [{type: 'MemoryPressure', status: 'True', reason: 'KubeletHasInsufficientMemory', message: ''}]}]}, /has MemoryPressure: KubeletHasInsufficientMemory/, 'single-kube kubectl describe node node-1'],
	['frozen', {state: 'degraded', troubles: [trouble('kube-scheduler', 'unhealthy', 'runs and is not well: no answer within 1 s')]}, /no answer/, 'single-kube restart kube-scheduler'],
	['an apiserver with checks that fail', {state: 'degraded', troubles: [trouble('kube-apiserver', 'unhealthy', 'runs and is not well: failing: poststarthook/rbac')]}, /poststarthook/, 'single-kube logs kube-apiserver --tail 30'],
	['pods that fail', {problems: [pod]}, /^Pod shop\/web is not well: CrashLoopBackOff: .*\. Read what it said last$/, 'single-kube kubectl -n shop logs web -c main --previous'],
	['a hint without a command', {problems: [{...pod, hint: 'End the program that has the port'}]}, /End the program/, 'single-kube kubectl -n shop describe pod web'],
	['a component counts before a pod', {state: 'degraded', problems: [pod], troubles: [trouble('kube-scheduler', 'stopped', 'was stopped on purpose')]}, /^kube-scheduler/, 'single-kube start kube-scheduler'],
	['the apiserver cannot be reached from here', {apiAnswers: false, nodes: []}, /cannot be reached from this machine/, 'single-kube kubectl get pods -A'],
	['cordoned', {nodes: [{...node, unschedulable: true}]}, /takes no new pods/, 'single-kube kubectl uncordon node-1'],
];
for (const [title, change, why, command] of table) {
	test(title, t => {
		const step = nextStep({...well, ...change});
		t.regex(step.why, why);
		t.is(step.command, command);
		t.false(step.why.includes('\n'));
	});
}
