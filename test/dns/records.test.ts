import test from 'ava';
import type {Endpoints, Pod, Service} from '../../src/dns/objects.ts';
import {recordsOf} from '../../src/dns/records.ts';

const service = (name: string, spec: Service['spec'], namespace = 'default'): Service => ({metadata: {name, namespace}, spec});
const endpoints = (name: string, subsets: Endpoints['subsets'], namespace = 'default'): Endpoints => ({metadata: {name, namespace}, subsets});
const pod = (namespace: string, status: Pod['status']): Pod => ({metadata: {name: 'pod', namespace}, status});

/** What objects have records of, as lines, without the two that every cluster has. */
function lines({services = [], endpoints = [], pods = []}: {services?: Service[]; endpoints?: Endpoints[]; pods?: Pod[]}): string[] {
	return recordsOf({services, endpoints, pods}, 'cluster.local', '10.96.0.10')
		.filter(({name}) => name !== 'dns-version.cluster.local' && name !== 'ns.dns.cluster.local')
		.map(({name, type, data}) => `${name} ${type} ${data}`).sort();
}

test('the schema\'s version is there before any object is', t => {
	const records = recordsOf({services: [], endpoints: [], pods: []}, 'cluster.local', '10.96.0.10');
	t.deepEqual(records.find(({type}) => type === 'TXT'), {name: 'dns-version.cluster.local', type: 'TXT', data: '"1.1.0"'});
	t.true(records.some(({name, data}) => name === 'ns.dns.cluster.local' && data === '10.96.0.10'));
});

test('a service with a cluster IP has its address, a pointer, and SRV for each named port', t => {
	t.deepEqual(lines({services: [service('web', {
		clusterIP: '10.96.3.7', clusterIPs: ['10.96.3.7'], ports: [{name: 'http', port: 80}, {name: 'dns', protocol: 'UDP', port: 53}, {port: 9000}],
	})]}), [
		'7.3.96.10.in-addr.arpa PTR web.default.svc.cluster.local.',
		'_dns._udp.web.default.svc.cluster.local SRV 0 100 53 web.default.svc.cluster.local.',
		'_http._tcp.web.default.svc.cluster.local SRV 0 100 80 web.default.svc.cluster.local.',
		'web.default.svc.cluster.local A 10.96.3.7',
	]);
});

test('a service of two families has A and AAAA', t => {
	t.deepEqual(lines({services: [service('web', {clusterIP: '10.96.3.7', clusterIPs: ['10.96.3.7', 'fd00::7']})]}), [
		'7.3.96.10.in-addr.arpa PTR web.default.svc.cluster.local.',
		'web.default.svc.cluster.local A 10.96.3.7',
		'web.default.svc.cluster.local AAAA fd00::7',
	]);
});

test('an apiserver that knows one cluster IP only is enough', t => {
	t.true(lines({services: [service('web', {clusterIP: '10.96.3.7'})]}).includes('web.default.svc.cluster.local A 10.96.3.7'));
});

test('an endpoint of a service with a cluster IP has its dashed address below the service, and no pointer', t => {
	const found = lines({
		services: [service('web', {clusterIP: '10.96.3.7', ports: [{name: 'http', port: 80}]})],
		endpoints: [endpoints('web', [{addresses: [{ip: '10.244.0.5'}], ports: [{name: 'http', port: 8080}]}])],
	});
	t.true(found.includes('10-244-0-5.web.default.svc.cluster.local A 10.244.0.5'));
	t.false(found.some(line => line.startsWith('5.0.244.10.in-addr.arpa')));
	t.false(found.some(line => line.includes('8080')));
});

test('a headless service has each ready endpoint: addresses, names, SRV with the endpoint\'s port, pointers', t => {
	t.deepEqual(lines({
		services: [service('db', {clusterIP: 'None', ports: [{name: 'sql', port: 1}]})],
		endpoints: [endpoints('db', [{
			addresses: [{ip: '10.244.0.5', hostname: 'db-0'}, {ip: '10.244.0.6'}],
			notReadyAddresses: [{ip: '10.244.0.7', hostname: 'db-1'}],
			ports: [{name: 'sql', port: 5432, protocol: 'TCP'}],
		}])],
	}), [
		'10-244-0-6.db.default.svc.cluster.local A 10.244.0.6',
		'5.0.244.10.in-addr.arpa PTR db-0.db.default.svc.cluster.local.',
		'6.0.244.10.in-addr.arpa PTR 10-244-0-6.db.default.svc.cluster.local.',
		'_sql._tcp.db.default.svc.cluster.local SRV 0 100 5432 10-244-0-6.db.default.svc.cluster.local.',
		'_sql._tcp.db.default.svc.cluster.local SRV 0 100 5432 db-0.db.default.svc.cluster.local.',
		'db-0.db.default.svc.cluster.local A 10.244.0.5',
		'db.default.svc.cluster.local A 10.244.0.5',
		'db.default.svc.cluster.local A 10.244.0.6',
	]);
});

test('publishNotReadyAddresses counts every endpoint as ready', t => {
	const of = (publishNotReadyAddresses: boolean): string[] => lines({
		services: [service('db', {clusterIP: 'None', publishNotReadyAddresses})],
		endpoints: [endpoints('db', [{notReadyAddresses: [{ip: '10.244.0.7'}]}])],
	});
	t.true(of(true).includes('db.default.svc.cluster.local A 10.244.0.7'));
	t.deepEqual(of(false), []);
});

test('two endpoints of one hostname share the name', t => {
	t.deepEqual(lines({
		services: [service('db', {clusterIP: 'None'})],
		endpoints: [endpoints('db', [{addresses: [{ip: '10.244.0.5', hostname: 'pet'}, {ip: '10.244.0.6', hostname: 'pet'}]}])],
	}).filter(line => line.startsWith('pet.')), ['pet.db.default.svc.cluster.local A 10.244.0.5', 'pet.db.default.svc.cluster.local A 10.244.0.6']);
});

test('a headless service without endpoints, and one whose address is still to come, have no name', t => {
	t.deepEqual(lines({services: [service('db', {clusterIP: 'None'}), service('new', {clusterIP: ''})]}), []);
});

test('endpoints of the same name in another namespace are another service\'s', t => {
	t.deepEqual(lines({
		services: [service('db', {clusterIP: 'None'})],
		endpoints: [endpoints('db', [{addresses: [{ip: '10.244.0.5'}]}], 'other')],
	}), []);
});

test('an ExternalName is an alias and nothing else, whatever ports and endpoints say', t => {
	t.deepEqual(lines({
		services: [service('mail', {type: 'ExternalName', externalName: 'Mail.Example.org.', ports: [{name: 'smtp', port: 25}]})],
		endpoints: [endpoints('mail', [{addresses: [{ip: '10.244.0.5'}]}])],
	}), ['mail.default.svc.cluster.local CNAME mail.example.org.']);
});

test('a pod has its dashed addresses in its namespace, until it has ended', t => {
	t.deepEqual(lines({pods: [
		pod('shop', {phase: 'Running', podIP: '10.244.0.5', podIPs: [{ip: '10.244.0.5'}, {ip: 'fd00::5'}]}),
		pod('shop', {phase: 'Pending', podIP: '10.244.0.6'}),
		pod('shop', {phase: 'Pending'}),
		pod('shop', {phase: 'Succeeded', podIP: '10.244.0.7'}),
		pod('shop', {phase: 'Failed', podIP: '10.244.0.8'}),
	]}), [
		'10-244-0-5.shop.pod.cluster.local A 10.244.0.5',
		'10-244-0-6.shop.pod.cluster.local A 10.244.0.6',
		'fd00--5.shop.pod.cluster.local AAAA fd00::5',
	]);
});

test('two pods in the node\'s network have one record, not two', t => {
	t.is(lines({pods: [pod('shop', {phase: 'Running', podIP: '172.30.0.10'}), pod('shop', {phase: 'Running', podIP: '172.30.0.10'})]}).length, 1);
});

test('what DNS cannot hold is left out, and nothing else with it', t => {
	const long = 'a'.repeat(64);
	t.deepEqual(lines({services: [
		service('far', {type: 'ExternalName', externalName: `${long}.example.org`}),
		service('odd', {type: 'ExternalName', externalName: 'a b\nc.example.org'}),
		service('web', {clusterIP: '10.96.3.7', ports: [{name: 'p'.repeat(63), port: 80}]}),
	]}), ['7.3.96.10.in-addr.arpa PTR web.default.svc.cluster.local.', 'web.default.svc.cluster.local A 10.96.3.7']);
});
