import test from 'ava';
import {parsePortSpec} from '../../src/plan/ports.ts';
import {type Places, reachable} from '../../src/services/addresses.ts';
import type {ServicePort} from '../../src/diagnosis/objects.ts';
import {service} from '../helpers/objects.ts';

const nowhere: Places = {nodeAddress: '172.30.0.10', published: [], onLoopback: new Set()};
const port: ServicePort = {port: 80, nodePort: 30_080};
const urls = (spec: object, places: Partial<Places> = {}, ip?: string): readonly string[] =>
	reachable(service('web', {type: 'NodePort', ports: [port], ...spec}, ip === undefined ? undefined : {loadBalancer: {ingress: [{ip}]}}), {...nowhere, ...places}).ports[0]!.urls;

test('a node port answers at the node\'s address at least', t => {
	t.deepEqual(urls({}), ['http://172.30.0.10:30080']);
});

test('the order of preference: a LoadBalancer\'s address, a published port, the loopback, the node', t => {
	const published = ['0.0.0.0:8080:30080', '127.0.0.2:8081:30080', '8082:30099', '8083:30080/udp'].map(text => parsePortSpec(text));
	t.deepEqual(urls({type: 'LoadBalancer'}, {published, onLoopback: new Set([30_080])}, '172.30.0.128'), [
		'http://172.30.0.128', 'http://127.0.0.1:8080', 'http://127.0.0.2:8081', 'http://127.0.0.1:30080', 'http://172.30.0.10:30080',
	]);
});

test('what has no node port answers nowhere', t => {
	t.deepEqual(urls({type: 'ClusterIP', ports: [{port: 80}]}, {onLoopback: new Set([80])}), []);
});

for (const [ports, scheme] of [
	[{port: 443}, 'https'], [{port: 9000, targetPort: 8443}, 'https'], [{port: 9000, name: 'https'}, 'https'], [{port: 9000, name: 'admin-https'}, 'https'],
	[{port: 8080}, 'http'], [{port: 9000, name: 'http'}, 'http'], [{port: 9000, targetPort: 'http'}, 'http'], [{port: 9000, name: 'http-metrics'}, 'http'],
	[{port: 6379}, 'tcp'], [{port: 53, protocol: 'UDP'}, 'udp'], [{port: 9000, name: 'webhook-thing'}, 'tcp'],
] as const) {
	test(`${JSON.stringify(ports)} speaks ${scheme}`, t => {
		t.deepEqual(urls({ports: [{...ports, nodePort: 30_080}]}), [`${scheme}://172.30.0.10:30080`]);
	});
}
