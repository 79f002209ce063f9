import test from 'ava';
import {formatFlags} from '../../src/cli/commands/flags.ts';
import {plainLinks} from '../../src/cli/commands/explain.ts';
import {formatProject} from '../../src/cli/commands/compose.ts';
import {formatExplanation, formatOverview} from '../../src/cli/explain-report.ts';
import {readServices} from '../../src/explain/about.ts';
import {componentFlags} from '../../src/explain/component-flags.ts';
import {explainCluster} from '../../src/explain/explain-cluster.ts';
import {explainComponent} from '../../src/explain/explain-component.ts';
import type {OpenedTopology} from '../../src/explain/open-topology.ts';
import {makeTopology} from '../helpers/topology.ts';

const opened: OpenedTopology = {topology: await makeTopology(), engine: undefined, made: false, containers: [], apiVersion: '1.41'};
const services = await readServices();

test('a component that is not made yet: its role, how it would run, and the docker run to paste, as the last command of the text', async t => {
	const text = formatExplanation(await explainComponent('kubelet@node-1', opened, services));
	const headings = ['kubelet@node-1: runs the pods', 'The node\'s agent. ', '\nTalks to\n', '\nWithout it: ', '\nContainer\n', '\nCommand\n', '\nEnvironment\n', '\nFiles\n', '\nMounts\n', '\nStarts\n', '\nThe same by hand:\n', '\ndocker run --detach \\\n', '\nMore\n'];
	const places = headings.map(heading => text.indexOf(heading));
	t.false(places.includes(-1), headings[places.indexOf(-1)]);
	t.deepEqual(places, [...places].sort((a, b) => a - b));
	t.true(text.includes('not made yet: this is what start would make'));
	t.true(text.includes('  after node-prepare@node-1 has ended, agent is ready, kube-apiserver serves\n'));
	t.true(text.includes('/etc/kubernetes/pki/server.key  private key, not shown'));
	// It is dockershim's version: nobody is told of cri-dockerd.
	t.false(text.includes('cri-dockerd: '));
	t.true(text.split('The same by hand:')[0]!.split('\n').filter(line => !line.startsWith(' ')).every(line => line.length <= 100));
});

test('a password in a proxy\'s address is shown neither among the variables nor in the docker run', async t => {
	const topology = await makeTopology({settings: {...opened.topology.settings, proxies: {HTTPS_PROXY: 'http://me:hunter2@proxy:3128'}}});
	const explanation = await explainComponent('kube-apiserver', {...opened, topology}, services);
	t.regex(explanation.environment['HTTPS_PROXY'] ?? '', /@proxy:3128$/);
	t.false(formatExplanation(explanation).includes('hunter2'));
});

test('without a word: each component with a line, and the picture', t => {
	const text = formatOverview(explainCluster(opened.topology, false, services));
	t.true(text.startsWith('There is no cluster default. What start would make'));
	t.regex(text, /^etcd +keeps every object of the cluster/m);
	t.regex(text, /^ {2}kube-controller-manager -+\+--> kube-apiserver$/m);
});

test('flags in a table, keys of the configuration in another; what is long is cut, what is empty is a dash', async t => {
	const found = await componentFlags('kubelet@node-1', opened, services, {all: false}, AbortSignal.timeout(1000));
	const text = formatFlags({...found, flags: [...found.flags, {flag: '--long', value: 'x'.repeat(200), from: 'an option of start'}, {flag: '--empty', value: '', from: 'an option of start'}]}, false);
	t.regex(text, /^--node-ip +172\.30\.0\.10 +compose\/kubelet\.yaml$/m);
	t.regex(text, /^KEY OF KUBELET\.YAML +VALUE +FROM$/m);
	t.regex(text, /^--long +x{77}\.{3} {2}an option of start$/m);
	t.regex(text, /^--empty +- +an option of start$/m);
	t.true(text.endsWith('What kubelet takes for all others: single-kube flags kubelet@node-1 --all'));
});

test('a Compose project says how it is used, with a folder that a shell would split in quotes', t => {
	const text = formatProject({name: 'mine', directory: '/tmp/my cluster', files: ['a.key', 'b'], kubernetesVersion: '1.20.2', apiPort: 6443, engine: 'unix:///run/x.sock'});
	t.true(text.includes('  cd \'/tmp/my cluster\'\n  export DOCKER_HOST=unix:///run/x.sock\n  docker compose up --detach\n'));
	t.true(text.includes('2 files, 1 of them private keys'));
});

test('links of an error\'s section are words and pages', t => {
	t.is(plainLinks('For a [published port](ports.md) or [the registry](images.md#a-registry), see [above](#port_taken).'), 'For a published port (docs/ports.md) or the registry (docs/images.md), see above.');
});
