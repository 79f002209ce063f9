import {once} from 'node:events';
import {createServer} from 'node:net';
import {execPath} from 'node:process';
import {fileURLToPath} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import {killContainer, pauseContainer, startContainer, stopContainer, unpauseContainer} from '../../src/engine/containers.ts';
import {clusterReport, type ClusterReport, type Problem} from '../../src/index.ts';
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

/** Wait until status names this component as the root cause, and this command as what to do. */
async function blames(t: ExecutionContext, component: string, kind: string, command: RegExp, more: (report: ClusterReport) => boolean = () => true): Promise<void> {
	await eventually(t, `${component} is ${kind}`, async () => {
		const report = await clusterReport({name});
		const [root] = report.troubles.filter(({because}) => because === undefined);
		return (report.state === 'degraded' && root?.component === component && root.kind === kind && command.test(report.next.command) && more(report))
			|| JSON.stringify({state: report.state, troubles: report.troubles, next: report.next});
	});
}

async function isWell(t: ExecutionContext): Promise<void> {
	await eventually(t, 'all is well again', async () => {
		const {state, troubles, next} = await clusterReport({name});
		return (state === 'running' && next.why === 'All is well') || JSON.stringify({state, troubles, next});
	});
}

const container = (component: string): string => `sk-${name}-${component}`;

test.serial('of a cluster that is well each component says so itself, with what it uses and runs', async t => {
	await isWell(t);
	const report = await clusterReport({name});
	const asked = ['agent', 'etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-proxy@node-1', 'kube-scheduler', 'kubelet@node-1'];
	for (const {component, health, memoryBytes, cpuPercent, ageSeconds, version, address} of report.components.filter(({component}) => asked.includes(component))) {
		t.is(health?.kind, 'healthy', component);
		t.true(memoryBytes! > 0 && cpuPercent! >= 0 && ageSeconds! >= 0, component);
		t.is(version !== undefined, component !== 'agent', component);
		t.is(address !== undefined, component !== 'agent', component);
	}

	t.deepEqual(report.nodes.map(({ready, bad}) => ({ready, bad})), [{ready: true, bad: []}]);
	const {exitCode, stdout} = await singleKube('status', '-o', 'wide');
	t.is(exitCode, 0);
	t.regex(stdout, /^etcd +running +ok +0 .* 3\.\d+\.\d+ .*sk-e2e-problems-etcd/m);
	t.regex(stdout, /Node node-1: Ready, kubelet/);
	t.regex(stdout, /All is well\. Next: single-kube --name e2e-problems kubectl get pods -A$/);
});

test.serial('without etcd the apiserver is not well, and etcd is what is named', async t => {
	await stopContainer(world.cluster.engine, container('etcd'), 5);
	await blames(t, 'etcd', 'stopped', /start etcd$/, ({troubles}) => troubles.some(({component, because}) => component === 'kube-apiserver' && because === 'etcd'));
	const {exitCode, stdout} = await singleKube('status');
	t.is(exitCode, 3);
	t.regex(stdout, /etcd was stopped on purpose, and .*suffers? from it\. Next: single-kube --name e2e-problems start etcd$/);
	await startContainer(world.cluster.engine, container('etcd'));
	await isWell(t);
});

test.serial('a paused scheduler, a frozen controller-manager, a kubelet that was stopped', async t => {
	const {engine} = world.cluster;
	await pauseContainer(engine, container('kube-scheduler'));
	await blames(t, 'kube-scheduler', 'paused', /unpause kube-scheduler$/);
	await unpauseContainer(engine, container('kube-scheduler'));
	await killContainer(engine, container('kube-controller-manager'), 'SIGSTOP');
	await blames(t, 'kube-controller-manager', 'unhealthy', /restart kube-controller-manager$/);
	await killContainer(engine, container('kube-controller-manager'), 'SIGCONT');
	await stopContainer(engine, container('node-1-kubelet'), 5);
	await blames(t, 'kubelet@node-1', 'stopped', /start kubelet$/);
	await startContainer(engine, container('node-1-kubelet'));
	await isWell(t);
});

test.serial('what the supervisor starts again is counted; without the agent status still knows what is wrong', async t => {
	const {engine} = world.cluster;
	await killContainer(engine, container('kube-scheduler'));
	await eventually(t, 'one restart', async () => {
		const found = (await clusterReport({name})).components.find(({component}) => component === 'kube-scheduler');
		return (found?.state === 'running' && found.restarts === 1) || JSON.stringify(found);
	});
	await stopContainer(engine, container('agent-guard'), 1);
	await stopContainer(engine, container('agent'), 5);
	await blames(t, 'agent', 'dead', / start$/);
	await startContainer(engine, container('agent'));
	await startContainer(engine, container('agent-guard'));
	await isWell(t);
});

test.serial('status --watch says something when something happened, and ends with 0 when it is interrupted', async t => {
	const watching = execa(execPath, [entry, 'status', '--watch', '--interval', '0.2', '-o', 'json', '--name', name], {env: world.environment, extendEnv: false, reject: false});
	const seen: ClusterReport[] = [];
	watching.stdout.on('data', (chunk: Buffer) => {
		seen.push(...chunk.toString().split('\n').filter(line => line.startsWith('{') && line.endsWith('}')).map(line => JSON.parse(line) as ClusterReport));
	});
	await eventually(t, 'the first look', async () => seen.some(({state}) => state === 'running'));
	await pauseContainer(world.cluster.engine, container('kube-scheduler'));
	await eventually(t, 'the second', async () => seen.at(-1)?.next.why === 'kube-scheduler is paused' || JSON.stringify(seen.at(-1)?.next));
	await unpauseContainer(world.cluster.engine, container('kube-scheduler'));
	await eventually(t, 'the third', async () => seen.at(-1)?.state === 'running');
	watching.kill('SIGINT');
	t.is((await watching).exitCode, 0);
});

type Told = {readonly source: string; readonly about: string; readonly reason: string; readonly at: string};

test.serial('events tells in one story what happened to a component and what came of it', async t => {
	const {engine} = world.cluster;
	const since = Date.now();
	const following = execa(execPath, [entry, 'events', '--follow', '-o', 'json', '--since', '1s', '--name', name], {env: world.environment, extendEnv: false, reject: false});
	const heard: string[] = [];
	following.stdout.on('data', (chunk: Buffer) => heard.push(chunk.toString()));
	await stopContainer(engine, container('kube-scheduler'), 5);
	await eventually(t, 'the supervisor leaves it alone', async () => heard.join('').includes('"LeftAlone"'));
	await apply(pod('late'));
	await startContainer(engine, container('kube-scheduler'));
	const story = [['engine', 'kube-scheduler', 'Stopped'], ['supervisor', 'kube-scheduler', 'LeftAlone'], ['engine', 'kube-scheduler', 'Started'], ['kubernetes', 'Pod default/late', 'Scheduled'], ['kubernetes', 'Pod default/late', 'Started']];
	const isTold = (lines: string): boolean | string => {
		const told = lines.split('\n').filter(line => line.endsWith('}')).map(line => JSON.parse(line) as Told).filter(({at}) => Date.parse(at) >= since - 1000);
		const order = story.map(([source, about, reason]) => told.findIndex(one => one.source === source && one.about === about && one.reason === reason));
		return (order.every((place, index) => place > (order[index - 1] ?? -1))) || JSON.stringify(told.map(({about, reason}) => `${about} ${reason}`));
	};

	await eventually(t, 'as it comes', async () => isTold(heard.join('')));
	following.kill('SIGINT');
	t.is((await following).exitCode, 0);
	const past = await singleKube('events', '--since', '5m', '-o', 'json');
	t.is(isTold(past.stdout), true);
	const ofOne = await singleKube('events', '--component', 'kube-scheduler', '-o', 'json');
	t.true(ofOne.stdout.split('\n').every(line => (JSON.parse(line) as {component: string}).component === 'kube-scheduler'));
	await world.kubectl('delete', 'pod', '--grace-period=0', '--force', 'late');
});

test.serial('without the apiserver events still has what the engine tells', async t => {
	await pauseContainer(world.cluster.engine, container('kube-apiserver'));
	const {exitCode, stdout, stderr} = await singleKube('events');
	await unpauseContainer(world.cluster.engine, container('kube-apiserver'));
	t.is(exitCode, 0);
	t.regex(stdout, /Paused +kube-apiserver +engine/);
	t.regex(stderr, /The apiserver does not answer/);
	await isWell(t);
});

test.serial('list and versions know this cluster', async t => {
	t.true((await singleKube('list', '-o', 'name')).stdout.split('\n').includes(name));
	t.regex((await singleKube('list')).stdout, new RegExp(`^${name} +running +\\d+\\.\\d+\\.\\d+ +https://127\\.0\\.0\\.1:\\d+ +\\d+[smh]\\S* +1 +\\w+`, 'm'));
	const {cluster, versions} = JSON.parse((await singleKube('versions', '-o', 'json')).stdout) as {cluster: {version: string}; versions: ReadonlyArray<{version: string; marks: readonly string[]; engine: string}>};
	t.deepEqual(versions.filter(({marks}) => marks.includes('cluster')).map(({version}) => version), [cluster.version]);
	t.not(versions.find(({version}) => version === cluster.version)!.engine, 'refuses');
	t.is((await singleKube('versions', '1.2')).exitCode, 2);
});
