import {once} from 'node:events';
import {createServer} from 'node:net';
import {execPath} from 'node:process';
import {fileURLToPath} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import {clusterReport, type Problem} from '../../src/index.ts';
import {applyManifest, eventually, openCluster, type TestCluster} from '../helpers/cluster.ts';

const name = 'e2e-problems';
const entry = fileURLToPath(new URL('../../bin/single-kube.js', import.meta.url));
const nodePort = 30_852;
let world: TestCluster;

type Answer = {readonly exitCode?: number; readonly stdout: string; readonly stderr: string};
const singleKube = async (...words: string[]): Promise<Answer> => execa(execPath, [entry, ...words, '--name', name], {env: world.environment, extendEnv: false, reject: false});
const apply = async (...items: object[]): Promise<void> => applyManifest(world.cluster.engine, name, JSON.stringify({apiVersion: 'v1', kind: 'List', items}));
const service = (of: string, spec: object = {}): object => ({apiVersion: 'v1', kind: 'Service', metadata: {name: of, namespace: 'default'}, spec: {ports: [{port: 80}], selector: {app: of}, ...spec}});
const pod = (of: string, container: object = {}, spec: object = {}): object => ({
	apiVersion: 'v1', kind: 'Pod', metadata: {name: of, namespace: 'default', labels: {app: of}},
	spec: {terminationGracePeriodSeconds: 0, containers: [{name: 'main', image: world.cluster.images['nginx'], imagePullPolicy: 'IfNotPresent', ...container}], ...spec},
});

const claim = (of: string, spec: object): object => ({
	apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: {name: of, namespace: 'default'}, spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '1Gi'}}, ...spec},
});

const problems = async (): Promise<readonly Problem[]> => (await clusterReport({name})).problems;

/** Wait until status has this problem, with what to do about it. */
async function tells(t: ExecutionContext, of: string, reason: RegExp, message: RegExp, hint: RegExp): Promise<void> {
	await eventually(t, `${of}: ${reason.source}`, async () => {
		const found = (await problems()).filter(problem => problem.name === of);
		return found.some(problem => reason.test(problem.reason) && message.test(problem.message) && hint.test(problem.hint)) || JSON.stringify(found);
	});
}

test.before(async () => {
	world = await openCluster(name, 'auto', {addons: 'storage,load-balancer'});
});

test.after.always(async () => {
	await world?.remove();
});

test.serial('an image that does not exist: service and status name it', async t => {
	await apply(service('typo'), pod('typo', {image: 'single-kube-no-such-image:1'}));
	await tells(t, 'typo', /ImagePull|ErrImage/, /single-kube-no-such-image:1/, /docker build/);
	const {exitCode, stderr} = await singleKube('service', 'typo');
	t.is(exitCode, 3);
	t.regex(stderr, /SERVICE_WITHOUT_ENDPOINTS[\s\S]*the pod typo: \w+, the image single-kube-no-such-image:1/);
	const status = await singleKube('status');
	t.is(status.exitCode, 0, 'the exit code is about components');
	t.regex(status.stdout, /Pod default\/typo: \w+: the image single-kube-no-such-image:1 .*\n +to do: .*docker build/);
});

test.serial('a container that dies, a Secret that is missing, a pod that no node takes', async t => {
	await apply(
		pod('dies', {command: ['sh', '-c', 'exit 7']}), pod('config', {env: [{name: 'A', valueFrom: {secretKeyRef: {name: 'no-such-secret', key: 'a'}}}]}),
		pod('big', {resources: {requests: {cpu: '1000'}}}),
	);
	await tells(t, 'dies', /^CrashLoopBackOff$/, /exit code 7/, /--name e2e-problems kubectl .*logs/);
	await tells(t, 'config', /^CreateContainerConfigError$/, /no-such-secret/, /create secret/);
	await tells(t, 'big', /^Unschedulable$/, /Insufficient cpu/, /requests/);
});

test.serial('a claim of a class that there is not, and the pod that waits for it', async t => {
	const volumes = [{name: 'data', persistentVolumeClaim: {claimName: 'no-class'}}];
	await apply(claim('no-class', {storageClassName: 'standrad'}), pod('waits', {}, {volumes}));
	await tells(t, 'no-class', /^StorageClassUnknown$/, /standrad/, /There is standard/);
	await tells(t, 'waits', /^Unschedulable$/, /unbound/i, /persistentvolumeclaim/i);
	t.regex((await singleKube('status')).stdout, /PersistentVolumeClaim default\/no-class: StorageClassUnknown: .*standrad/);
});

test.serial('a claim that its provisioner cannot give a volume is told in the words of its event', async t => {
	await apply(claim('chosen', {selector: {matchLabels: {disk: 'fast'}}}));
	await tells(t, 'chosen', /^ProvisioningFailed$/, /remove spec\.selector/, /describe persistentvolumeclaim chosen/);
});

test.serial('a LoadBalancer that asks for an address that cannot be had', async t => {
	await apply(service('far', {type: 'LoadBalancer', loadBalancerIP: '192.0.2.77'}));
	await tells(t, 'far', /^SyncLoadBalancerFailed$/, /192\.0\.2\.77/, /describe service far/);
});

test.serial('a node port that another program has: status says who, and service does not lead there', async t => {
	const mine = createServer(socket => socket.end());
	mine.listen(nodePort, '127.0.0.1');
	await once(mine, 'listening');
	try {
		await apply(pod('web'), service('web', {type: 'NodePort', ports: [{port: 80, nodePort}]}));
		await tells(t, 'web', /^HostPortTaken$/, new RegExp(`127\\.0\\.0\\.1:${nodePort}/tcp .* a process of user \\d+ has`), new RegExp(`port add ${nodePort + 1}:${nodePort}`));
		await eventually(t, 'it has endpoints', async () => (await singleKube('service', 'web')).exitCode === 0);
		t.is((await singleKube('service', 'web', '--url')).stdout, `http://${world.cluster.topology.nodes[0]!.address}:${nodePort}`);
	} finally {
		mine.close();
	}

	await eventually(t, 'as soon as it is free, service leads there', async () => (await singleKube('service', 'web', '--url')).stdout === `http://127.0.0.1:${nodePort}`);
	await eventually(t, 'and it is a problem no more', async () => (await problems()).every(problem => problem.name !== 'web') || JSON.stringify(await problems()));
	await eventually(t, 'it answers', async () => (await (await fetch(`http://127.0.0.1:${nodePort}/`, {signal: AbortSignal.timeout(5000)})).text()).includes('Welcome to nginx!'));
});

test.serial('a target port that no container has by that name', async t => {
	await apply(service('ports', {selector: {app: 'web'}, ports: [{port: 80, targetPort: 'htttp'}]}));
	await tells(t, 'ports', /^TargetPortUnknown$/, /targetPort htttp/, /--name e2e-problems service ports/);
});

test.serial('a publication of a port that is taken leaves nothing half-made', async t => {
	const mine = createServer(socket => socket.end());
	mine.listen(28_852, '127.0.0.1');
	await once(mine, 'listening');
	try {
		const {exitCode, stderr} = await singleKube('port', 'add', `28852:${nodePort}`);
		t.is(exitCode, 6);
		t.regex(stderr, /PORT_TAKEN[\s\S]*process \d+, listens on it/);
		t.deepEqual(JSON.parse((await singleKube('port', 'list', '-o', 'json')).stdout), []);
	} finally {
		mine.close();
	}
});

test.serial('what was mended is a problem no more', async t => {
	await world.kubectl('delete', 'pod', '--grace-period=0', '--force', 'typo', 'dies', 'config', 'big', 'waits');
	await world.kubectl('delete', 'service', 'typo', 'far', 'ports');
	await world.kubectl('delete', 'persistentvolumeclaim', 'no-class', 'chosen');
	await eventually(t, 'nothing is left', async () => {
		const {apiAnswers, problems: left} = await clusterReport({name});
		return (apiAnswers && left.length === 0) || JSON.stringify(left);
	});
});
