import test from 'ava';
import type {DnsRecord} from '../../src/dns/record.ts';
import {reverseName, reverseZones} from '../../src/dns/reverse.ts';
import {inZones, zoneFile} from '../../src/dns/zones.ts';

test('the zones of a range end at an octet', t => {
	t.deepEqual(reverseZones('10.244.0.0/16'), ['244.10.in-addr.arpa']);
	t.deepEqual(reverseZones('172.30.7.0/24'), ['7.30.172.in-addr.arpa']);
	t.deepEqual(reverseZones('10.0.0.0/8'), ['10.in-addr.arpa']);
	t.deepEqual(reverseZones('10.96.4.0/22'), ['4.96.10.in-addr.arpa', '5.96.10.in-addr.arpa', '6.96.10.in-addr.arpa', '7.96.10.in-addr.arpa']);
	const service = reverseZones('10.96.0.0/12');
	t.is(service.length, 16);
	t.deepEqual([service[0], service.at(-1)], ['96.10.in-addr.arpa', '111.10.in-addr.arpa']);
});

test('an address is read backwards', t => {
	t.is(reverseName('10.96.0.1'), '1.0.96.10.in-addr.arpa');
	t.is(reverseName('fd00::1'), undefined);
});

test('each record is in the zone that its name ends with; one of no zone is left out', t => {
	const record = (name: string): DnsRecord => ({name, type: 'A', data: '10.0.0.1'});
	const zones = inZones([record('web.default.svc.cluster.local'), record('xcluster.local'), record('1.0.96.10.in-addr.arpa')], ['cluster.local', '96.10.in-addr.arpa', '7.30.172.in-addr.arpa']);
	t.deepEqual([...zones].map(([zone, lines]) => [zone, [...lines]]), [
		['cluster.local', ['web.default.svc.cluster.local. 5 IN A 10.0.0.1']],
		['96.10.in-addr.arpa', ['1.0.96.10.in-addr.arpa. 5 IN A 10.0.0.1']],
		['7.30.172.in-addr.arpa', []],
	]);
});

test('a zone file begins with who is responsible; "no such name" is kept for a second', t => {
	t.deepEqual(zoneFile('cluster.local', new Set(['a.cluster.local. 5 IN A 10.0.0.1']), 'ns.dns.cluster.local', 7).split('\n'), [
		'cluster.local. 5 IN SOA ns.dns.cluster.local. hostmaster.ns.dns.cluster.local. 7 7200 1800 86400 1',
		'cluster.local. 5 IN NS ns.dns.cluster.local.',
		'a.cluster.local. 5 IN A 10.0.0.1',
		'',
	]);
});
