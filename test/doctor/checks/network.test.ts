import test from 'ava';
import {type AddressesSeen, judgeAddresses} from '../../../src/doctor/checks/addresses.ts';
import {judgeDns, withoutTunnel} from '../../../src/doctor/checks/dns.ts';
import {judgePorts, type PortSeen} from '../../../src/doctor/checks/ports.ts';
import {judgeProxy, type ProxySeen} from '../../../src/doctor/checks/proxy.ts';
import {parseIpRoutes} from '../../../src/doctor/machine-routes.ts';
import {touches} from '../../../src/doctor/wanted-ranges.ts';
import {verdicts} from '../verdicts.ts';

const fresh: AddressesSeen = {
	cluster: 'dev', addressPools: [], wanted: {podCidr: '10.244.0.0/16', serviceCidr: '10.96.0.0/12', subnet: undefined, existing: undefined},
	routes: [{cidr: '192.168.1.0/24', device: 'eth0', gateway: undefined, vpn: false}, {cidr: '172.17.0.0/16', device: 'docker0', gateway: undefined, vpn: false}],
	networks: [{network: 'bridge', subnet: '172.17.0.0/16'}],
};
const spec = {kubernetesVersion: '1.36.2', apiPort: 6443, subnet: '172.30.0.0/24', podCidr: '10.244.0.0/16', serviceCidr: '10.96.0.0/12'};
const existing: AddressesSeen = {
	...fresh, wanted: {podCidr: spec.podCidr, serviceCidr: spec.serviceCidr, subnet: spec.subnet, existing: spec},
	networks: [...fresh.networks, {network: 'sk-dev', subnet: spec.subnet}], routes: [...fresh.routes, {cidr: spec.subnet, device: 'br-1', gateway: undefined, vpn: false}],
};
const route = (cidr: string, device = 'eth1', gateway?: string) => ({cidr, device, gateway, vpn: device.startsWith('tun')});

verdicts('addresses', judgeAddresses, [
	['nothing in the way', fresh, 'ok', /pods 10\.244\.0\.0\/16, services 10\.96\.0\.0\/12, network a free \/24.*1 routes and 1 networks/],
	['a cluster that is there is not in its own way', existing, 'ok', /network 172\.30\.0\.0\/24/],
	['a VPN in the range of services', {...fresh, routes: [route('10.100.0.0/16', 'tun0', '10.8.0.1')]}, 'warning', /services 10\.96\.0\.0\/12 overlaps a route of a VPN \(10\.100\.0\.0\/16, tun0\)/, /--service-cidr 10\.128\.0\.0\/16/],
	['a VPN in the ranges of a cluster that is there', {...existing, routes: [...existing.routes, route('10.0.0.0/8', 'tun0')]}, 'warning', /pods.*VPN/, /single-kube delete && single-kube start --pod-cidr RANGE/],
	['a network in the range of pods', {...fresh, networks: [{network: 'office', subnet: '10.244.7.0/24'}]}, 'warning', /network office \(10\.244\.7\.0\/24\)/],
	['an address pool in the range of pods', {...fresh, addressPools: ['10.244.0.0/14']}, 'warning', /address pool 10\.244\.0\.0\/14/],
	['the way into another cluster that a tunnel makes', {...fresh, networks: [{network: 'sk-other', subnet: '172.30.3.0/24'}], routes: [route('10.96.0.0/12', 'br-3', '172.30.3.10')]}, 'ok'],
	['a network that was asked for and is taken', {...fresh, wanted: {...fresh.wanted, subnet: '172.17.5.0/24'}}, 'error', /--subnet 172\.17\.5\.0\/24 overlaps the network bridge/],
	['a network that was asked for, where a route is', {...fresh, wanted: {...fresh.wanted, subnet: '192.168.1.0/24'}}, 'error', /route of this machine \(192\.168\.1\.0\/24, eth0\)/],
	['no network is free', {...fresh, routes: [route('172.16.0.0/12')]}, 'error', /no \/24 of 172\.30\.0\.0\/16 is free/],
	['a VPN that came after the cluster and has its network', {...existing, routes: [...existing.routes, route('172.16.0.0/12', 'tun0')]}, 'warning', /172\.30\.0\.0\/24 overlaps a route of a VPN/],
]);

test('routes of every table are read, but for those that lead nowhere and the default ones', t => {
	const text = [
		'default via 192.0.2.1 dev eth0 ', '0.0.0.0/1 via 10.8.0.1 dev tun0 ', '128.0.0.0/1 via 10.8.0.1 dev tun0 ',
		'10.8.0.0/24 dev tun0 proto kernel scope link src 10.8.0.2 ', '100.64.0.7 dev tailscale0 table 52 ', '10.1.0.0/16 via 192.0.2.9 dev eth0 table 100 proto static ',
		'unicast 10.2.0.0/16 dev wg0 ', 'unreachable 10.9.0.0/16 ', 'broadcast 192.0.2.255 dev eth0 table local proto kernel scope link src 192.0.2.2 ', 'local 127.0.0.0/8 dev lo table local ', '',
	].join('\n');
	t.deepEqual(parseIpRoutes(text), [
		{cidr: '10.8.0.0/24', device: 'tun0', gateway: undefined, vpn: true}, {cidr: '100.64.0.7', device: 'tailscale0', gateway: undefined, vpn: true},
		{cidr: '10.1.0.0/16', device: 'eth0', gateway: '192.0.2.9', vpn: false}, {cidr: '10.2.0.0/16', device: 'wg0', gateway: undefined, vpn: true},
	]);
});

test('a range touches another that is written with host bits, and a single address', t => {
	t.true(touches('10.96.0.0/12', '10.100.3.4/16'));
	t.true(touches('10.96.0.0/12', '10.96.0.10'));
	t.false(touches('10.96.0.0/12', '10.112.0.0/16'));
});

const port: PortSeen = {what: 'the apiserver', port: '127.0.0.1:6443/tcp', state: 'free', holders: [], negotiable: true};
verdicts('ports', judgePorts, [
	['free', [port], 'ok', /127\.0\.0\.1:6443\/tcp free/],
	['the cluster\'s own', [{...port, state: 'own'}], 'ok', /in use by the cluster itself/],
	['taken, and nobody named it', [{...port, state: 'taken', holders: ['nginx, process 12, listens on it']}], 'ok', /a start takes a free one/],
	['taken, and named', [{...port, state: 'taken', negotiable: false, holders: ['nginx, process 12, listens on it']}], 'error', /nginx, process 12/, /sport = :6443/],
	['an address that the machine does not have', [{...port, what: '--port 10.9.9.9:80:30080', port: '10.9.9.9:80/tcp', state: 'no-such-address', negotiable: false}], 'error', /no such address/],
	['one that only root may have', [{...port, state: 'forbidden'}], 'ok'],
]);

const ranges = [{what: 'the range of services 10.96.0.0/12', cidr: '10.96.0.0/12'}, {what: 'the network sk-dev (172.30.0.0/24)', cidr: '172.30.0.0/24'}];
verdicts('dns', judgeDns, [
	['a nameserver in the network', {servers: ['192.168.1.1'], behindStub: undefined, clusterRanges: ranges}, 'ok', /^192\.168\.1\.1$/],
	['systemd-resolved, which has one', {servers: ['127.0.0.53'], behindStub: ['192.168.1.1'], clusterRanges: ranges}, 'ok', /systemd-resolved: 192\.168\.1\.1/],
	['systemd-resolved, which has none', {servers: ['127.0.0.53'], behindStub: [], clusterRanges: ranges}, 'warning', /no nameserver/],
	['one on the loopback', {servers: ['127.0.0.1'], behindStub: undefined, clusterRanges: ranges}, 'warning', /loopback \(127\.0\.0\.1\)/],
	['one on the loopback beside another', {servers: ['127.0.0.1', '1.1.1.1'], behindStub: undefined, clusterRanges: ranges}, 'ok'],
	['none', {servers: [], behindStub: undefined, clusterRanges: ranges}, 'warning', /resolv\.conf/],
	['the cluster\'s own', {servers: ['10.96.0.10'], behindStub: undefined, clusterRanges: ranges}, 'error', /would ask itself/],
	['the cluster\'s own beside another', {servers: ['172.30.0.20', '1.1.1.1'], behindStub: undefined, clusterRanges: ranges}, 'warning', /172\.30\.0\.20 is in the network sk-dev/],
	['IPv6', {servers: ['fd00::1'], behindStub: undefined, clusterRanges: ranges}, 'ok'],
]);

test('what an open tunnel has put into resolv.conf is not one of the machine\'s nameservers', t => {
	t.is(withoutTunnel('# single-kube tunnel dev: begin\nnameserver 10.96.0.10\n# single-kube tunnel dev: end\nnameserver 192.168.1.1\n'), 'nameserver 192.168.1.1\n');
});

const direct: ProxySeen = {env: {}, engine: {http: '', https: '', no: ''}, embedded: false, ranges: {podCidr: '10.244.0.0/16', serviceCidr: '10.96.0.0/12', subnet: '172.30.0.0/24'}};
const inside = '10.244.0.0/16,10.96.0.0/12,172.30.0.0/24';
const engine = {http: 'http://proxy:3128', https: 'http://proxy:3128', no: ''};
verdicts('proxy', judgeProxy, [
	['none', direct, 'ok', /none here; none for the engine/],
	['the same here and there', {...direct, engine, env: {http_proxy: 'http://proxy:3128', no_proxy: inside}}, 'ok', /http_proxy=http:\/\/proxy:3128/],
	['a password, which is not shown', {...direct, engine: {...engine, http: 'http://ann:secret@proxy:3128'}, env: {HTTPS_PROXY: 'http://ann:secret@proxy:3128', NO_PROXY: '*'}}, 'ok', /^(?!.*secret)https_proxy=http:\/\/…@proxy:3128/],
	['here, and not for the engine', {...direct, env: {https_proxy: 'http://proxy:3128', no_proxy: inside}}, 'warning', /none for the engine/, /daemon\.json/],
	['here, and not for the embedded engine', {...direct, embedded: true, env: {https_proxy: 'http://proxy:3128', no_proxy: inside}}, 'warning', /engine stop && npx single-kube engine start/],
	['no exceptions for the cluster', {...direct, engine, env: {http_proxy: 'http://proxy:3128', no_proxy: '.corp'}}, 'warning', /does not except 172\.30\.0\.0\/24, 10\.244\.0\.0\/16, 10\.96\.0\.0\/12/, /export no_proxy=\.corp,localhost/],
	['what is no address', {...direct, engine, env: {http_proxy: 'proxy:3128', no_proxy: inside}}, 'warning', /no address of a proxy/],
	['one on the loopback', {...direct, engine, env: {http_proxy: 'http://127.0.0.1:3128', no_proxy: inside}}, 'warning', /loopback/],
	['two words for one thing', {...direct, engine, env: {http_proxy: 'http://a:1', HTTP_PROXY: 'http://b:1', no_proxy: inside}}, 'warning', /differ/, /export HTTP_PROXY="\$http_proxy"/],
]);
