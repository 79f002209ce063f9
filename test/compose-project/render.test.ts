import test from 'ava';
import {load} from 'js-yaml';
import {type ComposeEngine, renderCompose} from '../../src/compose-project/render.ts';
import {parsePortSpec} from '../../src/plan/ports.ts';
import {makeTopology} from '../helpers/topology.ts';

type Service = {
	readonly depends_on?: Readonly<Record<string, {readonly condition: string}>>; readonly entrypoint?: readonly string[]; readonly security_opt?: readonly string[]; readonly sysctls?: object;
	readonly networks?: {readonly cluster: {readonly driver_opts?: object}}; readonly cgroup?: string; readonly pid?: string; readonly cap_drop?: readonly string[];
	readonly volumes?: readonly string[]; readonly environment?: Readonly<Record<string, string>>; readonly labels: Readonly<Record<string, string>>;
};
type Document = {readonly services: Readonly<Record<string, Service>>; readonly volumes: Readonly<Record<string, {readonly labels: Readonly<Record<string, string>>}>>};

async function render(engine?: ComposeEngine): Promise<Document> {
	return load(renderCompose(await makeTopology({ports: [parsePortSpec('8080:30080')]}), engine)) as Document;
}

const engine: ComposeEngine = {apiVersion: '1.41', cgroupVersion: 1, unavailable: []};

test('every service waits until its files are in their volume, and for jobs to have ended', async t => {
	const {files, ...services} = (await render()).services;
	t.is(files?.depends_on, undefined);
	for (const [name, {depends_on: dependsOn}] of Object.entries(services)) {
		t.is(dependsOn?.['files']?.condition, 'service_completed_successfully', name);
	}

	t.deepEqual([services['kubelet-node-1']?.depends_on?.['node-prepare-node-1']?.condition, services['kubelet-node-1']?.depends_on?.['agent']?.condition], ['service_completed_successfully', 'service_started']);
});

test('every named volume that a service mounts is declared, with the labels by which single-kube finds it', async t => {
	const {services, volumes} = await render();
	const mounted = Object.values(services).flatMap(({volumes = []}) => volumes.map(volume => volume.split(':')[0]!)).filter(source => source.startsWith('sk-'));
	t.true(mounted.length > 20);
	t.deepEqual(mounted.filter(source => volumes[source]?.labels['dev.single-kube.cluster'] !== 'default'), []);
	// Compose 2 makes no volume that nobody mounts.
	t.deepEqual(Object.keys(volumes).filter(volume => !mounted.includes(volume)), []);
	t.truthy(volumes['sk-default-settings']?.labels['dev.single-kube.settings']);
});

test('an engine is not given the CLI\'s word for unmasked paths: the container lifts the masks itself', async t => {
	const {services} = await render();
	t.false(Object.values(services).some(({security_opt: options = []}) => options.some(option => option.startsWith('systempaths'))));
	const kubelet = services['kubelet-node-1']!.entrypoint!;
	t.deepEqual([kubelet.slice(0, 2), kubelet.at(-1)], [['sh', '-c'], 'with-host-root']);
	t.true(kubelet[2]!.endsWith('exec "$$0" "$$@"'), kubelet[2]);
	t.deepEqual(services['etcd']!.entrypoint, ['etcd']);
});

test('the agent, and only the agent, is told that Compose makes the containers', async t => {
	const told = Object.entries((await render()).services).filter(([, {environment}]) => environment?.['COMPOSED'] === '1').map(([name]) => name);
	t.deepEqual(told, ['agent']);
});

test('sysctls of an interface are options of the endpoint where the engine wants them there', async t => {
	const older = (await render()).services['node-node-1']!;
	t.true('net.ipv4.conf.eth0.send_redirects' in older.sysctls!);
	t.is(older.networks?.cluster.driver_opts, undefined);
	const newer = (await render({...engine, apiVersion: '1.48'})).services['node-node-1']!;
	t.false('net.ipv4.conf.eth0.send_redirects' in newer.sysctls!);
	t.deepEqual(newer.networks?.cluster.driver_opts, {'com.docker.network.endpoint.sysctls': 'net.ipv4.conf.IFNAME.send_redirects=0'});
});

test('on cgroup v2, and only there, what works on the host\'s groups has the host\'s namespace of them', async t => {
	const hosts = async (cgroupVersion: 1 | 2) => Object.entries((await render({...engine, cgroupVersion})).services).filter(([, {cgroup}]) => cgroup !== undefined).map(([name]) => name);
	t.deepEqual(await hosts(1), []);
	t.deepEqual(await hosts(2), ['node-prepare-node-1', 'kubelet-node-1']);
});

test('what the machine lacks is not dropped', async t => {
	t.deepEqual((await render()).services['kubelet-node-1']!.cap_drop, ['SYS_RESOURCE']);
	t.is((await render({...engine, unavailable: ['SYS_RESOURCE']})).services['kubelet-node-1']!.cap_drop, undefined);
});
