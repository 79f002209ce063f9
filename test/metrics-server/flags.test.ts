import test from 'ava';
import {parseFlags} from '../../src/metrics-server/flags.ts';
import {makeTopology} from '../helpers/topology.ts';

test('the component\'s command line has all that the program needs', async t => {
	const {components} = await makeTopology();
	t.deepEqual(parseFlags(components.find(({id}) => id === 'metrics-server')!.container.command), {
		port: 4443, certificate: '/etc/kubernetes/pki/server.crt', key: '/etc/kubernetes/pki/server.key',
		frontProxyAuthority: '/etc/kubernetes/pki/front-proxy-ca.crt', frontProxyNames: ['front-proxy-client'],
		kubeletAuthority: '/etc/kubernetes/pki/ca.crt', kubeconfig: '/etc/kubernetes/kubeconfig',
	});
});

test('a flag that is missing, or no port, is named', t => {
	t.throws(() => parseFlags(['--secure-port=4443']), {message: '--tls-cert-file=… is missing'});
	t.throws(() => parseFlags(['--secure-port=many']), {message: '--secure-port takes a port, found many'});
});
