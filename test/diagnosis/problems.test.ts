import test from 'ava';
import {findProblems} from '../../src/diagnosis/problems.ts';
import {whyNoEndpoints} from '../../src/diagnosis/service.ts';
import {claim, endpoints, event, objects, pod, ready, service, unready} from '../helpers/objects.ts';

const said = (some: Parameters<typeof objects>[0]): string[] => findProblems(objects(some)).map(({kind, name, reason, message, hint}) => `${kind} ${name}: ${reason}: ${message} | ${hint}`);
const broken = unready({state: {waiting: {reason: 'ImagePullBackOff'}}});

test('a cluster in which all is well has no problem', t => {
	t.deepEqual(said({
		pods: [pod('a', {labels: {app: 'web'}, status: ready})], services: [service('web'), service('outside', {type: 'ExternalName', externalName: 'example.org', selector: undefined}), service('by-hand', {selector: undefined})],
		endpoints: [endpoints('web', '10.244.0.2')], claims: [claim('data', {}, 'Bound')],
	}), []);
});

test('a Service whose selector nothing matches names the nearest labels', t => {
	const pods = [pod('a-1', {labels: {app: 'wbe', tier: 'front'}, status: ready}), pod('a-2', {labels: {app: 'wbe', tier: 'front'}, status: ready}), pod('other', {labels: {k: 'v'}, status: ready})];
	const why = whyNoEndpoints(service('web'), objects({pods}));
	t.is(why?.reason, 'NoPodMatches');
	t.regex(why!.message, /selector app=web/);
	t.deepEqual(why!.seen, ['the pod a-1 has app=wbe'], 'pods of one controller are one line');
	t.regex(why!.hint, /set selector service web/);
});

test('a Service in a namespace without pods says so, and one among strangers too', t => {
	t.deepEqual(whyNoEndpoints(service('web'), objects({}))!.seen, ['default has no pod at all']);
	t.deepEqual(whyNoEndpoints(service('web'), objects({pods: [pod('x', {labels: {k: 'v'}})]}))!.seen, ['none of the 1 pods in default has a label app']);
	t.deepEqual(whyNoEndpoints(service('web'), objects({pods: [pod('x', {labels: {app: 'web'}, meta: {namespace: 'shop'}})]}))!.seen, ['default has no pod at all']);
});

test('a Service whose pods are not Ready says why they are not', t => {
	const why = whyNoEndpoints(service('web'), objects({pods: [pod('a', {labels: {app: 'web'}, status: broken})]}));
	t.is(why?.reason, 'NoPodReady');
	t.regex(why!.seen.join(), /the pod a: ImagePullBackOff, the image app:1/);
	t.regex(why!.hint, /docker build/);
});

test('a Service that leads to a port name that no container has names those there are', t => {
	const spec = {containers: [{name: 'main', ports: [{name: 'web', containerPort: 80}, {containerPort: 90}]}]};
	const why = whyNoEndpoints(service('web', {ports: [{port: 80, targetPort: 'http'}]}), objects({pods: [pod('a', {labels: {app: 'web'}, status: ready, spec})]}));
	t.is(why?.reason, 'TargetPortUnknown');
	t.regex(why!.message, /targetPort http/);
	t.deepEqual(why!.seen, ['the pod a has web (80), 90 without a name']);
});

test('pods that are Ready and a Service that does not know them lead to the controller', t => {
	t.regex(whyNoEndpoints(service('web'), objects({pods: [pod('a', {labels: {app: 'web'}, status: ready})]}))!.hint, /kube-controller-manager/);
});

test('claims that are not bound: an unknown class, none at all, what the provisioner said, a lost volume', t => {
	const classes = [{metadata: {name: 'standard'}, volumeBindingMode: 'WaitForFirstConsumer'}];
	const failing = claim('failing', {storageClassName: 'standard'});
	const lines = said({classes, events: [event(failing, 'ProvisioningFailed', 'no space\nleft')], claims: [
		claim('typo', {storageClassName: 'standrad'}), claim('none', {}), failing, claim('lost', {storageClassName: 'standard', volumeName: 'pv-1'}, 'Lost'), claim('waits', {storageClassName: 'standard'}),
	]});
	t.is(lines.length, 4);
	t.regex(lines[0]!, /typo: StorageClassUnknown: .*standrad.* There is standard/);
	t.regex(lines[1]!, /none: NoStorageClass: .*--addons \+storage/);
	t.regex(lines[2]!, /failing: ProvisioningFailed: no space left \|/);
	t.regex(lines[3]!, /lost: Lost: its volume pv-1/);
});

test('a LoadBalancer without an address says what would give it one, or what was said about it', t => {
	const waits = service('lb', {type: 'LoadBalancer'});
	const some = {services: [waits], endpoints: [endpoints('lb', '10.244.0.2')]};
	t.regex(said(some)[0]!, /NoAddress.*--addons \+load-balancer/);
	t.regex(said({...some, events: [event(waits, 'SyncLoadBalancerFailed', 'no address is left')]})[0]!, /no address is left/);
	t.deepEqual(said({...some, services: [service('lb', {type: 'LoadBalancer'}, {loadBalancer: {ingress: [{ip: '172.30.0.128'}]}})]}), []);
});

test('a node port that this machine has for somebody else is a problem until it was opened', t => {
	const web = service('web', {type: 'NodePort', ports: [{port: 80, nodePort: 30_080}]});
	const taken = event(web, 'HostPortTaken', '127.0.0.1:30080/tcp could not be opened on the engine\'s host: httpd has it');
	const some = {services: [web], endpoints: [endpoints('web', '10.244.0.2')]};
	t.regex(said({...some, events: [taken]})[0]!, /HostPortTaken: .*httpd has it \| .*port add 30081:30080/);
	t.deepEqual(said({...some, events: [taken, event(web, 'HostPortOpened', '127.0.0.1:30080/tcp answers now', '2026-01-01T11:59:30Z', 'Normal')]}), []);
	t.deepEqual(said({...some, services: [service('web', {type: 'NodePort', ports: [{port: 80, nodePort: 30_081}]})], events: [taken]}), []);
});

test('a pod of a Job that failed is forgotten when another did the work', t => {
	const job = {ownerReferences: [{kind: 'Job', name: 'j', uid: 'job-1'}]};
	const failed = pod('j-1', {status: {phase: 'Failed'}, meta: job});
	t.is(said({pods: [failed]}).length, 1);
	t.deepEqual(said({pods: [failed, pod('j-2', {status: {phase: 'Succeeded'}, meta: job})]}), []);
});

test('what has only just come is given a moment', t => {
	const fresh = {...service('web'), metadata: {...service('web').metadata, creationTimestamp: '2026-01-01T11:59:58Z'}};
	t.deepEqual(said({services: [fresh]}), []);
});
