import test from 'ava';
import {collide, formatPort, matches, parsePortPattern, parsePortSpec, parseWantedPort, portId} from '../../src/plan/ports.ts';

const node = (address: string, hostPort: number, nodePort: number, protocol: 'tcp' | 'udp' = 'tcp'): object => ({address, hostPort, nodePort, protocol});

for (const [text, expected, id] of [
	['8080:30080', node('127.0.0.1', 8080, 30_080), 'port-8080'],
	['8053:30053/udp', node('127.0.0.1', 8053, 30_053, 'udp'), 'port-8053-udp'],
	['0.0.0.0:80:30080', node('0.0.0.0', 80, 30_080), 'port-0.0.0.0-80'],
	['192.0.2.7:80:30080/tcp', node('192.0.2.7', 80, 30_080), 'port-192.0.2.7-80'],
] as const) {
	test(`${text} is understood, named ${id}, and what is written of it reads the same`, t => {
		const port = parsePortSpec(text);
		t.deepEqual(port as object, expected);
		t.is(portId(port), id);
		t.deepEqual(parsePortSpec(formatPort(port)), port);
	});
}

for (const [text, told] of [
	['', /HOST_PORT:NODE_PORT/], ['8080', /HOST_PORT:NODE_PORT/], ['8080:', /a node port or a Service/], [':30080', /from 1 to 65535/],
	['0:30080', /"0" in "0:30080"/], ['8080:65536', /"65536"/], ['8080:-1', /"-1"/], ['8080:30080/sctp', /a node port or a Service/],
	['1.2.3:80:30080', /IPv4 address, found "1\.2\.3"/], ['300.0.0.1:80:30080', /IPv4 address/], ['[::1]:80:30080', /IPv4 address/],
	['8080:30080:1', /a node port or a Service/], ['a:b:c:d', /HOST_PORT:NODE_PORT/], ['8080:web', /port add 8080:web/], ['eighty:30080', /"eighty"/],
] as const) {
	test(`"${text}" is no port to publish`, t => {
		t.throws(() => parsePortSpec(text), {instanceOf: RangeError, message: told});
	});
}

for (const [text, namespace, name, port] of [
	['8080:web', 'default', 'web', undefined], ['8080:shop/web', 'shop', 'web', undefined],
	['8080:shop/web:http', 'shop', 'web', 'http'], ['127.0.0.2:8080:web:80', 'default', 'web', '80'],
] as const) {
	test(`${text} names a Service`, t => {
		t.deepEqual(parseWantedPort(text).target, {kind: 'service', namespace, name, port});
	});
}

test('a protocol behind a Service is not taken for its namespace', t => {
	const port = parseWantedPort('8053:kube-system/dns/udp');
	t.is(port.protocol, 'udp');
	t.deepEqual(port.target, {kind: 'service', namespace: 'kube-system', name: 'dns', port: undefined});
});

test('a pattern finds what it says and nothing else', t => {
	const port = parsePortSpec('127.0.0.1:8080:30080');
	for (const yes of ['8080', '8080/tcp', '127.0.0.1:8080', '8080:30080', '127.0.0.1:8080:30080/tcp']) {
		t.true(matches(port, parsePortPattern(yes)), yes);
	}

	for (const no of ['8081', '8080/udp', '0.0.0.0:8080', '8080:30081']) {
		t.false(matches(port, parsePortPattern(no)), no);
	}

	t.throws(() => parsePortPattern('8080:30080:1'), {message: /HOST_PORT/});
});

test('two ports collide on one address and on all addresses, not across protocols', t => {
	const port = parsePortSpec('8080:30080');
	t.true(collide(port, parsePortSpec('8080:30081')));
	t.true(collide(port, parsePortSpec('0.0.0.0:8080:30081')));
	t.false(collide(port, parsePortSpec('8080:30080/udp')));
	t.false(collide(port, parsePortSpec('127.0.0.2:8080:30080')));
	t.false(collide(port, parsePortSpec('8081:30080')));
});
