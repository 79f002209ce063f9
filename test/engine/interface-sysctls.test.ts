import test from 'ava';
import {namesInterface, splitSysctls} from '../../src/engine/interface-sysctls.ts';

const sysctls = {'net.ipv4.ip_forward': '1', 'net.ipv4.conf.all.rp_filter': '0', 'net.ipv4.conf.eth0.send_redirects': '0', 'net.ipv6.conf.eth0.disable_ipv6': '1'};

test('an engine before 27 is told of an interface among the container\'s sysctls', t => {
	t.deepEqual(splitSysctls(sysctls, '1.45'), {container: sysctls, driverOptions: {}});
});

test('from API 1.46 on the interface\'s go to its endpoint', t => {
	t.deepEqual(splitSysctls(sysctls, '1.46'), {
		container: {'net.ipv4.ip_forward': '1', 'net.ipv4.conf.all.rp_filter': '0'},
		driverOptions: {'com.docker.network.endpoint.sysctls': 'net.ipv4.conf.IFNAME.send_redirects=0,net.ipv6.conf.IFNAME.disable_ipv6=1'},
	});
});

test('without any there is no option', t => {
	t.deepEqual(splitSysctls({'net.ipv4.ip_forward': '1'}, '1.51'), {container: {'net.ipv4.ip_forward': '1'}, driverOptions: {}});
});

test('all and default are no interfaces', t => {
	t.false(namesInterface({'net.ipv4.conf.all.rp_filter': '0', 'net.ipv4.conf.default.rp_filter': '0'}));
	t.true(namesInterface(sysctls));
});
