import test from 'ava';
import {proxyVariables, settleProxies} from '../../src/cluster/component-proxies.ts';
import {designInput, makeTopology} from '../helpers/topology.ts';

const ranges = {subnet: '172.30.0.0/24', podCidr: '10.244.0.0/16', serviceCidr: '10.96.0.0/12'};

test('proxies are those of the environment, lower case first, and stay when a later start knows none', t => {
	t.deepEqual(settleProxies({http_proxy: 'http://a:1', HTTP_PROXY: 'http://b:1', NO_PROXY: 'x'}), {HTTP_PROXY: 'http://a:1', NO_PROXY: 'x'});
	t.deepEqual(settleProxies({}, {HTTPS_PROXY: 'http://a:1'}), {HTTPS_PROXY: 'http://a:1'});
	t.deepEqual(settleProxies({HTTPS_PROXY: ''}, {HTTPS_PROXY: 'http://a:1'}), {});
});

test('nothing of the cluster is asked for by way of a proxy', t => {
	const variables = proxyVariables({HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'intranet, localhost'}, ranges);
	t.is(variables['NO_PROXY'], 'intranet,localhost,127.0.0.1,172.30.0.0/24,10.244.0.0/16,10.96.0.0/12,etcd,kube-apiserver,.svc,.cluster.local');
	t.is(variables['no_proxy'], variables['NO_PROXY']);
	t.is(variables['https_proxy'], 'http://proxy:3128');
	t.deepEqual(proxyVariables({NO_PROXY: 'intranet'}, ranges), {});
});

test('who reaches outside has the proxies, all others have none', async t => {
	const {components} = await makeTopology({settings: {...designInput.settings, proxies: {HTTP_PROXY: 'http://proxy:3128'}}});
	t.deepEqual(components.filter(({container}) => container.environment['HTTP_PROXY'] === 'http://proxy:3128').map(({id}) => id).sort(), ['kube-apiserver', 'kubectl']);
});
