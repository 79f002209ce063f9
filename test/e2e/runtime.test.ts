/** What the kubelet's shim, dockershim or cri-dockerd, carries through the gateway, and what outlives it. */
import {createHash, randomBytes} from 'node:crypto';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {execa, type Result} from 'execa';
import {killContainer} from '../../src/engine/containers.ts';
import {execInContainer} from '../../src/engine/exec.ts';
import {applyManifest, eventually, openCluster, type TestCluster} from '../helpers/cluster.ts';
import {kubernetesUnderTest} from '../helpers/version.ts';

const name = 'e2e-runtime';
const kubernetes = await kubernetesUnderTest();
const program = fileURLToPath(new URL('../../bin/single-kube.js', import.meta.url));
let world: TestCluster;

/** As a user runs kubectl, with input. */
const kubectl = async (args: readonly string[], input: string | Buffer = ''): Promise<Result<{reject: false; input: string}>> =>
	execa(program, ['--name', name, 'kubectl', ...args], {reject: false, input: input as string, env: world.environment, timeout: 60_000});
const inKubectl = async (script: string): Promise<{exitCode: number; stdout: string; stderr: string}> =>
	execInContainer(world.cluster.engine, `sk-${name}-kubectl`, ['sh', '-c', script]);
const field = async (path: string, pod = 'web'): Promise<string> => world.kubectl('get', 'pod', pod, '-o', `jsonpath={${path}}`);
const startPod = async (podName: string, main: object = {}, spec: object = {}): Promise<void> => applyManifest(world.cluster.engine, name, JSON.stringify({
	apiVersion: 'v1', kind: 'Pod', metadata: {name: podName, namespace: 'default'},
	spec: {terminationGracePeriodSeconds: 0, containers: [{name: 'main', image: world.cluster.images['nginx'], imagePullPolicy: 'Never', ...main}], ...spec},
}));
const ready = async (pod: string): Promise<boolean | string> => {
	const conditions = await field('.status.conditions[?(@.type=="Ready")].status', pod);
	return conditions === 'True' || conditions;
};

test.before(async t => {
	world = await openCluster(name, 'auto', {addons: 'none'});
	await startPod('web');
	await startPod('echo', {command: ['cat'], stdin: true});
	for (const pod of ['web', 'echo']) {
		await eventually(t, `${pod} is ready`, async () => ready(pod));
	}
});

test.after.always(async () => {
	await world?.remove();
});

test.serial('the shim is the version\'s own', async t => {
	const shims = world.cluster.topology.components.map(({id}) => id).filter(id => id.startsWith('cri-dockerd'));
	t.deepEqual(shims, kubernetes.is('>=1.24') ? ['cri-dockerd@node-1'] : []);
	t.regex(await world.kubectl('get', 'node', 'node-1', '-o', 'jsonpath={.status.nodeInfo.containerRuntimeVersion}'), /^docker:\/\/\d/);
});

test.serial('exec: input of megabytes to its end, what is said after that, errors apart, and the exit code', async t => {
	const input = 'x'.repeat(3_000_000);
	const counted = await kubectl(['exec', '-i', 'web', '--', 'sh', '-c', 'wc -c; echo wrong >&2; exit 42'], input);
	t.is(counted.stdout.trim(), '3000000', counted.stderr);
	t.regex(counted.stderr, /^wrong/);
	t.is(counted.exitCode, 42);
});

test.serial('exec with a terminal', async t => {
	const {stdout} = await execa('script', ['-qec', `${program} --name ${name} kubectl exec -it web -- sh -c 'test -t 0 && tty'`, '/dev/null'], {env: world.environment, timeout: 60_000, stdin: 'ignore'});
	t.regex(stdout, /\/dev\/pts\/\d/);
});

test.serial('attach carries input and output of what runs', async t => {
	const child = execa(program, ['--name', name, 'kubectl', 'attach', '-i', 'echo'], {reject: false, env: world.environment, timeout: 60_000});
	child.stdin.write('through and back\n');
	let seen = '';
	child.stdout.on('data', (data: Buffer) => {
		seen += data.toString();
	});
	await eventually(t, 'it is back', async () => seen.includes('through and back') || seen);
	child.kill('SIGINT');
	await child;
	t.is(await ready('echo'), true, 'the pod goes on');
});

test.serial('logs -f shows lines while they are written', async t => {
	const child = execa(program, ['--name', name, 'kubectl', 'logs', '-f', 'web', '--tail=0'], {reject: false, env: world.environment, timeout: 60_000, stdin: 'ignore'});
	let seen = '';
	child.stdout.on('data', (data: Buffer) => {
		seen += data.toString();
	});
	const say = async (agent: string): Promise<unknown> => world.kubectl('exec', 'web', '--', 'curl', '--silent', '--output', '/dev/null', '--user-agent', agent, 'http://localhost/');
	await eventually(t, 'the first line', async () => {
		await say('first');
		return seen.includes('"first"') || seen;
	});
	await say('second');
	await eventually(t, 'the second line', async () => seen.includes('"second"') || seen);
	child.kill('SIGINT');
	await child;
});

test.serial('run -i gives input to a pod of its own and takes its output; --rm removes it', async t => {
	const image = world.cluster.images['nginx']!;
	const ran = await kubectl(['run', 'once', '-i', '--rm', '--restart=Never', `--image=${image}`, '--image-pull-policy=Never', '--', 'sh', '-c', 'sleep 1; tr a-z A-Z'], 'loud\n');
	t.regex(ran.stdout, /LOUD/, ran.stderr);
	t.is(ran.exitCode, 0, ran.stderr);
	await t.throwsAsync(world.kubectl('get', 'pod', 'once'), {message: /NotFound/});
});

test.serial('run -it gives a terminal', async t => {
	const image = world.cluster.images['nginx']!;
	const line = `${program} --name ${name} kubectl run terminal -it --rm --restart=Never --image=${image} --image-pull-policy=Never -- sh -c 'sleep 1; test -t 0 && echo terminal: $((40 + 2))'`;
	const {stdout} = await execa('script', ['-qec', line, '/dev/null'], {env: world.environment, timeout: 60_000, stdin: 'ignore'});
	t.regex(stdout, /terminal: 42/);
});

test.serial('cp: what went in comes out the same', async t => {
	const content = randomBytes(5_000_000);
	const sum = createHash('sha256').update(content).digest('hex');
	await execa(program, ['--name', name, 'exec', '--', 'sh', '-c', 'cat > /tmp/there'], {input: content, env: world.environment});
	const copied = await inKubectl('kubectl cp /tmp/there web:/tmp/here && kubectl cp web:/tmp/here /tmp/back && sha256sum < /tmp/back');
	t.true(copied.stdout.includes(sum), copied.stdout + copied.stderr);
});

test.serial('port-forward: many connections, side by side, until it is told to end', async t => {
	const child = execa(program, ['--name', name, 'kubectl', 'port-forward', 'pod/web', '18080:80'], {reject: false, env: world.environment, timeout: 100_000});
	try {
		await eventually(t, 'pages', async () => {
			const pages = await inKubectl('for i in 1 2 3 4 5 6; do curl --silent --max-time 10 http://127.0.0.1:18080/ & done | grep -c "Welcome to nginx!</h1>"; wait');
			return pages.stdout.trim() === '6' || pages.stdout + pages.stderr;
		});
		t.is((await inKubectl('curl --silent --max-time 10 http://127.0.0.1:18080/ | grep -c "Welcome to nginx!</h1>"')).stdout.trim(), '1');
	} finally {
		child.kill('SIGINT');
		await child;
	}
});

test.serial('a pod in the node\'s network resolves as its policy says, and the node keeps its own resolv.conf', async t => {
	const node = async (): Promise<string> => (await execInContainer(world.cluster.engine, `sk-${name}-node-1-kube-proxy`, ['cat', '/etc/resolv.conf'])).stdout;
	const before = await node();
	await startPod('in-node', {command: ['sleep', '3600']}, {hostNetwork: true, dnsPolicy: 'None', dnsConfig: {nameservers: ['192.0.2.53'], searches: ['one.test']}});
	await eventually(t, 'it is ready', async () => ready('in-node'));
	t.regex(await world.kubectl('exec', 'in-node', '--', 'cat', '/etc/resolv.conf'), /nameserver 192\.0\.2\.53/);
	t.is(await node(), before);
});

for (const shim of kubernetes.is('>=1.24') ? ['kubelet', 'cri-dockerd'] : ['kubelet']) {
	test.serial(`the ${shim} is killed: the pods' containers stay the same, and exec works again`, async t => {
		const containers = async (): Promise<string> => world.kubectl('get', 'pods', '-o', 'jsonpath={range .items[*]}{.metadata.name} {.status.containerStatuses[0].containerID} {.status.containerStatuses[0].restartCount} {.status.podIP}{"\\n"}{end}');
		const before = await containers();
		await killContainer(world.cluster.engine, `sk-${name}-node-1-${shim}`);
		await eventually(t, 'a new pod starts', async () => {
			await startPod(`after-${shim}`, {command: ['sleep', '3600']});
			return ready(`after-${shim}`);
		});
		t.is((await kubectl(['exec', '-i', 'web', '--', 'cat'], 'still here')).stdout, 'still here');
		await world.kubectl('delete', 'pod', `after-${shim}`);
		t.is(await containers(), before);
	});
}

test.serial('a sandbox that is killed is made anew, and the pod in it answers again', async t => {
	const uid = await field('.metadata.uid');
	const {docker} = world.cluster.engine;
	const sandbox = async (): Promise<string | undefined> => (await docker.listContainers({filters: {label: [`io.kubernetes.pod.uid=${uid}`, 'io.kubernetes.docker.type=podsandbox']}}))[0]?.Id;
	const before = await sandbox();
	await killContainer(world.cluster.engine, before!);
	await eventually(t, 'another sandbox', async () => ![undefined, before].includes(await sandbox()));
	await eventually(t, 'its container was started again', async () => Number(await field('.status.containerStatuses[0].restartCount')) > 0 && await ready('web'));
	await eventually(t, 'the page', async () => (await world.kubectl('get', '--raw', '/api/v1/namespaces/default/pods/web/proxy/')).includes('Welcome to nginx!'));
	t.is(await field('.metadata.uid'), uid);
});
