import test from 'ava';
import type {ApiObject} from '../../../src/api/api.ts';
import {objectSummary} from '../../../src/dashboard/screen/describe/describe.ts';
import {stateText} from '../../../src/dashboard/screen/describe/containers.ts';
import {memoryOf} from '../../../src/dashboard/screen/describe/node.ts';
import {textOf} from '../../../src/dashboard/screen/span.ts';
import type {ObjectKind} from '../../../src/dashboard/kinds.ts';
import {now, sampleState, tell} from '../sample.ts';

const ago = (seconds: number): string => new Date(now - seconds * 1000).toISOString();
const described = (kind: ObjectKind, object: ApiObject, more: ReadonlyArray<Parameters<typeof tell>[1]> = [], ascii = false): string =>
	objectSummary(object, {...tell(sampleState(120, 40, {ascii}), ...more), kind}).map(line => textOf(line).trimEnd()).join('\n');

const pod: ApiObject = {
	apiVersion: 'v1', kind: 'Pod',
	metadata: {
		name: 'web-1', namespace: 'shop', uid: 'u1', creationTimestamp: ago(300), labels: {app: 'web', tier: 'front'},
		annotations: {'kubectl.kubernetes.io/last-applied-configuration': '{"a":1}', note: 'kept'}, ownerReferences: [{kind: 'ReplicaSet', name: 'web', uid: 'r', controller: true}],
	},
	spec: {
		nodeName: 'node-1', serviceAccountName: 'default', restartPolicy: 'Always', nodeSelector: {disk: 'ssd'},
		initContainers: [{name: 'prepare', image: 'busybox'}],
		containers: [{
			name: 'main', image: 'nginx:1', command: ['nginx'], args: ['-g', 'daemon off;'], ports: [{containerPort: 80, name: 'http', protocol: 'TCP'}],
			env: [{name: 'A', value: '1'}, {name: 'B', valueFrom: {secretKeyRef: {name: 'keys', key: 'b'}}}, {name: 'IP', valueFrom: {fieldRef: {fieldPath: 'status.podIP'}}}], envFrom: [{configMapRef: {name: 'settings'}}],
			resources: {limits: {cpu: '500m', memory: '64Mi'}, requests: {cpu: '100m'}}, volumeMounts: [{name: 'data', mountPath: '/data', readOnly: true}],
			readinessProbe: {httpGet: {path: '/ready', port: 'http', scheme: 'HTTP'}, periodSeconds: 5, failureThreshold: 2},
		}],
		volumes: [{name: 'data', persistentVolumeClaim: {claimName: 'store'}}, {name: 'scratch', emptyDir: {}}],
		tolerations: [{key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300}],
	},
	status: {
		phase: 'Running', podIP: '10.244.0.9', qosClass: 'Burstable',
		initContainerStatuses: [{name: 'prepare', ready: true, restartCount: 0, state: {terminated: {exitCode: 0, reason: 'Completed', finishedAt: ago(290)}}}],
		containerStatuses: [{name: 'main', ready: false, restartCount: 3, state: {waiting: {reason: 'CrashLoopBackOff', message: 'back-off 40s'}}, lastState: {terminated: {exitCode: 137, reason: 'OOMKilled', finishedAt: ago(30)}}}],
		conditions: [{type: 'Ready', status: 'False', reason: 'ContainersNotReady', message: 'containers with unready status: [main]', lastTransitionTime: ago(30)}, {type: 'Initialized', status: 'True', lastTransitionTime: ago(290)}],
	},
};
const event = (name: string, uid: string, message: string): ApiObject => ({metadata: {name: 'e', namespace: 'shop', creationTimestamp: ago(20)}, involvedObject: {kind: 'Pod', name, namespace: 'shop', uid}, reason: 'BackOff', message, type: 'Warning', count: 4, lastTimestamp: ago(20)});

test('a pod is told with its containers, their last state and exit code, its volumes, conditions and events', t => {
	t.snapshot(described('pods', pod, [{type: 'kubernetes-events-changed', events: [event('web-1', 'u1', 'Back-off restarting\n failed container'), event('web-1', 'u0', 'of one before with its name'), event('web-2', 'u2', 'of another')]}]));
});

test('a pod without a node says who has not chosen one', t => {
	t.regex(described('pods', {kind: 'Pod', metadata: {name: 'p', namespace: 'n'}, spec: {containers: [{name: 'a'}]}, status: {phase: 'Pending'}}), /Node +none yet: no scheduler has chosen one/);
});

test('a node is told with its conditions, what it has, and the pods on it with what they ask for', t => {
	const node: ApiObject = {
		kind: 'Node', metadata: {name: 'node-1', creationTimestamp: ago(700)}, spec: {podCIDR: '10.244.0.0/24', unschedulable: true, taints: [{key: 'gpu', effect: 'NoSchedule'}]},
		status: {
			conditions: [{type: 'MemoryPressure', status: 'True', reason: 'KubeletHasInsufficientMemory'}, {type: 'Ready', status: 'True', reason: 'KubeletReady'}], addresses: [{type: 'InternalIP', address: '172.30.0.10'}],
			capacity: {cpu: '4', memory: '16Gi', pods: '110', 'hugepages-1Gi': '0'}, allocatable: {cpu: '3900m', memory: '15Gi', pods: '110'}, nodeInfo: {kubeletVersion: 'v1.36.2', containerRuntimeVersion: 'docker://20.10.24', osImage: 'Debian', kernelVersion: '6.1', architecture: 'amd64'},
		},
	};
	t.snapshot(described('nodes', node, [{type: 'objects-changed', kind: 'pods', objects: [pod]}]));
});

test('a deployment is told with how many pods there are, from what they are made, and which they are', t => {
	const deployment: ApiObject = {
		kind: 'Deployment', metadata: {name: 'web', namespace: 'shop', creationTimestamp: ago(700)},
		spec: {replicas: 2, selector: {matchLabels: {app: 'web'}}, strategy: {type: 'RollingUpdate', rollingUpdate: {maxSurge: '25%', maxUnavailable: 0}}, template: {metadata: {annotations: {'kubectl.kubernetes.io/restartedAt': ago(300)}}, spec: {containers: [{name: 'main', image: 'nginx:1', livenessProbe: {exec: {command: ['true']}}}]}}},
		status: {replicas: 2, updatedReplicas: 2, readyReplicas: 1, unavailableReplicas: 1, conditions: [{type: 'Available', status: 'False', reason: 'MinimumReplicasUnavailable', lastTransitionTime: ago(30)}]},
	};
	t.snapshot(described('deployments', deployment, [{type: 'objects-changed', kind: 'pods', objects: [pod, {...pod, metadata: {name: 'web-1', namespace: 'other', labels: {app: 'web'}}}]}]));
});

test('a service is told with who answers for it, and says when nobody does', t => {
	const service: ApiObject = {kind: 'Service', metadata: {name: 'web', namespace: 'shop', uid: 's'}, spec: {type: 'NodePort', clusterIP: '10.96.0.9', selector: {app: 'web'}, ports: [{name: 'http', port: 80, targetPort: 8080, nodePort: 30_080}]}};
	const key = 'service shop/web s';
	t.regex(described('services', service), /Endpoints\n {2}Asking the apiserver/);
	t.snapshot(described('services', service, [{type: 'endpoints-changed', key, endpoints: [{metadata: {name: 'web'}, subsets: [{addresses: [{ip: '10.244.0.9', targetRef: {kind: 'Pod', name: 'web-1'}}], notReadyAddresses: [{ip: '10.244.0.10'}], ports: [{port: 8080}]}]}]}]));
	t.regex(described('services', service, [{type: 'endpoints-changed', key, endpoints: []}]), /Nobody answers/);
	// What was asked for another service is not taken for its own.
	t.regex(described('services', service, [{type: 'endpoints-changed', key: 'service shop/other x', endpoints: []}]), /Asking the apiserver/);
});

test('the small kinds are told with what they hold', t => {
	t.regex(described('configmaps', {metadata: {name: 'c', namespace: 'n'}, data: {'a.conf': 'one\ntwo\n'}, binaryData: {logo: 'AAAA'}}), /a\.conf\n {2}one\n {2}two\n\nBinary\n {2}logo {2}3 bytes/);
	t.regex(described('ingresses', {metadata: {name: 'i', namespace: 'n'}, spec: {rules: [{host: 'a.example', http: {paths: [{path: '/x', backend: {service: {name: 'web', port: {number: 80}}}}]}}]}}), /a\.example \/x {2}to service web:80/);
	t.regex(described('persistentvolumeclaims', {metadata: {name: 'store', namespace: 'shop'}, spec: {resources: {requests: {storage: '1Gi'}}}, status: {phase: 'Pending'}}, [{type: 'objects-changed', kind: 'pods', objects: [pod]}]), /Wants +storage=1Gi[^]*Used by +pod web-1/);
	t.regex(described('jobs', {kind: 'Job', metadata: {name: 'j', namespace: 'n'}, spec: {completions: 3}, status: {active: 1, succeeded: 2}}), /3 wanted, 1 at a time, 1 run, 2 succeeded/);
	t.regex(described('daemonsets', {kind: 'DaemonSet', metadata: {name: 'd', namespace: 'n'}, spec: {}, status: {desiredNumberScheduled: 2, numberReady: 1}}), /2 wanted, 1 ready/);
});

test('states of containers are told in a line', t => {
	t.is(stateText({running: {startedAt: ago(90)}} as never, now).text, 'Running, for 90s');
	t.is(stateText({waiting: {reason: 'ContainerCreating'}}, now).text, 'Waiting: ContainerCreating');
	t.is(stateText(undefined, now).text, 'Waiting');
});

test('amounts of memory are read in every unit', t => {
	t.deepEqual(['1Ki', '2Mi', '1G', '5', '1500m'].map(memoryOf), [1024, 2_097_152, 1e9, 5, 1.5]);
});

test('what an object says cannot move the cursor, nor leave ASCII where that is all there is', t => {
	const odd: ApiObject = {metadata: {name: 'c', namespace: 'n', labels: {x: '\u001B[31mé'}}};
	t.regex(described('configmaps', odd, [], true), /x=\?/);
	t.false(described('configmaps', odd, [], true).includes('\u001B'));
});
