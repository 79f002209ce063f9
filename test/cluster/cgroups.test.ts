/** What a node is told of control groups, for each driver and version of them that an engine can have. */
import test from 'ava';
import {designInput, makeTopology} from '../helpers/topology.ts';

type Cgroups = {readonly cgroupDriver: 'cgroupfs' | 'systemd'; readonly cgroupVersion: 1 | 2};

const own = {cgroupRoot: '/single-kube/default/node-1', cgroupsPerQOS: true, enforceNodeAllocatable: ['pods']};
// No D-Bus in the kubelet's container to ask systemd for groups.
const systemds = {cgroupRoot: '/', cgroupsPerQOS: false, enforceNodeAllocatable: []};
const cases: ReadonlyArray<Cgroups & {readonly kubelet: object}> = [
	{cgroupDriver: 'cgroupfs', cgroupVersion: 1, kubelet: own},
	{cgroupDriver: 'cgroupfs', cgroupVersion: 2, kubelet: own},
	{cgroupDriver: 'systemd', cgroupVersion: 1, kubelet: systemds},
	{cgroupDriver: 'systemd', cgroupVersion: 2, kubelet: systemds},
];

for (const {cgroupDriver, cgroupVersion, kubelet: expected} of cases) {
	for (const kubernetesVersion of ['1.20.2', '1.36.2']) {
		test(`${cgroupDriver} on cgroup v${cgroupVersion}, Kubernetes ${kubernetesVersion}`, async t => {
			const topology = await makeTopology({spec: {...designInput.spec, kubernetesVersion}, engine: {...designInput.engine, cgroupDriver, cgroupVersion}});
			const find = (id: string) => topology.components.find(component => component.id === id)!;
			const kubelet = find('kubelet@node-1');
			const config = kubelet.files.files['kubelet.yaml'] as Record<string, unknown>;
			t.like(config, {cgroupDriver, ...expected});
			t.is(config['failCgroupV1'], kubernetesVersion === '1.36.2' ? false : undefined);
			t.like(find('node-prepare@node-1').container.environment, {CGROUP_DRIVER: cgroupDriver, CGROUP_ROOT: expected === own ? own.cgroupRoot : '/'});
			t.true(kubelet.container.hostPid, 'or a v2 engine would hide the machine\'s groups from it');
			t.like(kubelet.container.mounts.find(({target}) => target === '/sys/fs/cgroup'), {kind: 'bind', source: '/sys/fs/cgroup', readOnly: false});
		});
	}
}
