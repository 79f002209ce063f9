import test from 'ava';
import {updatesBetween} from '../../src/dns/updates.ts';
import type {ZoneLines} from '../../src/dns/zones.ts';

const zones = (lines: Record<string, readonly string[]>): Map<string, ZoneLines> => new Map(Object.entries(lines).map(([zone, content]) => [zone, new Set(content)]));

test('nothing changed: no update', t => {
	const state = zones({'cluster.local': ['a.cluster.local. 5 IN A 10.0.0.1']});
	t.deepEqual(updatesBetween(state, zones({'cluster.local': ['a.cluster.local. 5 IN A 10.0.0.1']})), []);
});

test('what went is deleted before what came is added: an alias may not stand beside an address', t => {
	t.deepEqual(updatesBetween(
		zones({'cluster.local': ['b.cluster.local. 5 IN A 10.0.0.2', 'a.cluster.local. 5 IN A 10.0.0.1']}),
		zones({'cluster.local': ['a.cluster.local. 5 IN CNAME example.org.', 'b.cluster.local. 5 IN A 10.0.0.2']}),
	), [{zone: 'cluster.local', commands: ['update delete a.cluster.local. IN A 10.0.0.1', 'update add a.cluster.local. 5 IN CNAME example.org.']}]);
});

test('each zone has an update of its own', t => {
	t.deepEqual(updatesBetween(zones({}), zones({'cluster.local': ['a.cluster.local. 5 IN A 10.0.0.1'], '0.10.in-addr.arpa': ['1.0.0.10.in-addr.arpa. 5 IN PTR a.cluster.local.']})).map(({zone}) => zone),
		['cluster.local', '0.10.in-addr.arpa']);
});

test('many changes are several messages, and one name is in one of them', t => {
	const line = (name: number, address: number): string => `service-${name}.a-namespace-of-some-length.svc.cluster.local. 5 IN A 10.0.${name % 250}.${address}`;
	const names = Array.from({length: 500}, (_, name) => name);
	const before = names.flatMap(name => [line(name, 1), line(name, 2)]);
	const after = names.flatMap(name => [line(name, 3), line(name, 4)]);
	const updates = updatesBetween(zones({'cluster.local': before}), zones({'cluster.local': after}));
	t.is(updates.flatMap(({commands}) => commands).length, 2000);
	t.true(updates.length > 1);
	for (const {commands} of updates) {
		t.true(commands.join('').length <= 48_000);
		const perName = new Map<string, number>();
		for (const command of commands) {
			const name = /service-\d+/.exec(command)![0];
			perName.set(name, (perName.get(name) ?? 0) + 1);
		}

		t.true([...perName.values()].every(count => count === 4));
	}
});

test('a name whose changes no message could hold is parted', t => {
	const lines = Array.from({length: 2000}, (_, index) => `headless.default.svc.cluster.local. 5 IN A 10.1.${Math.floor(index / 250)}.${index % 250}`);
	const updates = updatesBetween(zones({}), zones({'cluster.local': lines}));
	t.true(updates.length > 1);
	t.is(new Set(updates.flatMap(({commands}) => commands)).size, 2000);
});
