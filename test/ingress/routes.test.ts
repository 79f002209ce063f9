import test from 'ava';
import {issueCertificate} from '../../src/pki/issue.ts';
import {createAuthority} from '../../src/pki/authority.ts';
import {ourIngresses} from '../../src/ingress/mine.ts';
import {routesOf} from '../../src/ingress/routes.ts';
import {specified} from './specified-paths.ts';
import {annotation, makeClass, makeEndpoints, makeIngress, makeRule, makeSecret, makeService, routes, to, world} from './make-objects.ts';
import {goesTo, locationFor, rendered, serverFor, upstreamsOf} from './nginx-config.ts';

for (const ordered of [false, true]) {
	for (const [kind, paths, asked, matches] of specified) {
		test(`${kind} ${paths.join(', ')}${ordered ? ', beside an expression,' : ''} matches ${asked} by ${matches ?? 'nothing'}`, t => {
			const names = ['a', 'b', 'c'];
			const ingress = makeIngress('web', {rules: [makeRule('shop.example', ...paths.map((path, index) => [kind, path, names[index]!] as const))]});
			const expression = makeIngress('regex', {rules: [makeRule('shop.example', ['ImplementationSpecific', '/xyz[0-9]+', 'a'])]}, {annotations: {[annotation('use-regex')]: 'true'}});
			const config = rendered(routes(ingress, ...ordered ? [expression] : []));
			t.is(goesTo(config, 'shop.example', asked), matches === undefined ? '404' : `default.${names[paths.indexOf(matches)]}.80`);
		});
	}
}

for (const [first, second] of [['Exact', 'Prefix'], ['Prefix', 'Exact']] as const) {
	test(`of ${first} and ${second} for the same path the exact one wins where it matches`, t => {
		const config = rendered(routes(makeIngress('web', {rules: [makeRule('shop.example', [first, '/foo', first === 'Exact' ? 'a' : 'b'], [second, '/foo', second === 'Exact' ? 'a' : 'b'])]})));
		t.is(goesTo(config, 'shop.example', '/foo'), 'default.a.80');
		t.is(goesTo(config, 'shop.example', '/foo/x'), 'default.b.80');
	});
}

test('beside an exact path with a slash at its end the others match as ever', t => {
	const config = rendered(routes(makeIngress('web', {rules: [makeRule('shop.example', ['Exact', '/foo/', 'a'], ['Prefix', '/foo', 'b'], ['ImplementationSpecific', '/text/', 'c'], ['Exact', '/', 'a'])]})));
	const found = ['/foo/', '/foo', '/foo/x', '/foox', '/text', '/text/x', '/', '/x'].map(path => goesTo(config, 'shop.example', path).replace(/^default\.(.)\.80$/, '$1'));
	t.deepEqual(found, ['a', 'b', 'b', '404', '404', 'c', 'a', '404']);
});

test('a path that is implementation specific matches as text, and paths are told apart by case', t => {
	const config = rendered(routes(makeIngress('web', {rules: [makeRule('shop.example', ['ImplementationSpecific', '/foo', 'a'], ['Prefix', '/Bar', 'b'])]})));
	t.is(goesTo(config, 'shop.example', '/foobar'), 'default.a.80');
	t.is(goesTo(config, 'shop.example', '/bar'), '404');
});

test('the host that is named wins over a wildcard, which is for one label, and that over rules without a host', t => {
	const config = rendered(routes(makeIngress('web', {rules: [
		makeRule('*.shop.example', ['Prefix', '/', 'a']), makeRule('eu.shop.example', ['Prefix', '/eu', 'b']), makeRule(undefined, ['Prefix', '/', 'c']),
	]})));
	t.is(goesTo(config, 'us.shop.example', '/'), 'default.a.80');
	t.is(goesTo(config, 'eu.shop.example', '/eu'), 'default.b.80');
	t.is(goesTo(config, 'shop.example', '/'), 'default.c.80');
	t.is(goesTo(config, 'x.us.shop.example', '/'), 'default.c.80');
	t.is(goesTo(config, 'eushop.example', '/'), 'default.c.80');
});

test('several Ingresses share a host; of two that want the same path the older one has it, and the other is told', t => {
	const late = makeIngress('late', {rules: [makeRule('shop.example', ['Prefix', '/', 'b'], ['Prefix', '/b', 'b'])]}, {created: '2026-11-21T11:00:00Z'});
	const early = makeIngress('early', {rules: [makeRule('shop.example', ['Prefix', '/', 'a'])]});
	const ingressClass = makeClass('nginx', 'single-kube.dev/ingress', true);
	const made = routes(...ourIngresses([late, early], [ingressClass]));
	t.is(goesTo(rendered(made), 'shop.example', '/'), 'default.a.80');
	t.is(goesTo(rendered(made), 'shop.example', '/b'), 'default.b.80');
	t.deepEqual(made.problems.map(({ingress, reason, message}) => [ingress.metadata.name, reason, message]), [['late', 'PathTaken', 'shop.example/ is served by the Ingress default/early, which is older or names it first']]);
});

test('a default backend gets what the paths of its hosts do not match; without hosts, whatever nobody wants at any host', t => {
	const own = makeIngress('own', {defaultBackend: to('b'), rules: [makeRule('own.example', ['Prefix', '/a', 'a'])]});
	const other = makeIngress('other', {rules: [makeRule('other.example', ['Exact', '/', 'a'])]});
	const all = makeIngress('all', {defaultBackend: to('c')});
	t.is(goesTo(rendered(routes(own, other)), 'other.example', '/x'), '404');
	const config = rendered(routes(own, other, all));
	t.is(goesTo(config, 'own.example', '/a'), 'default.a.80');
	t.is(goesTo(config, 'own.example', '/x'), 'default.b.80');
	t.is(goesTo(config, 'other.example', '/'), 'default.a.80');
	t.is(goesTo(config, 'other.example', '/x'), 'default.c.80');
	t.is(goesTo(config, 'nobody.example', '/'), 'default.c.80');
});

test('a backend is found by its port\'s number or name, among the ports for TCP', t => {
	const service = makeService('a', {ports: [{name: 'dns', port: 53, protocol: 'UDP'}, {name: 'web', port: 53}, {name: 'admin', port: 9000}]});
	const endpoints = makeEndpoints('a', ['10.244.0.9', '10.244.0.8'], [{name: 'dns', port: 5353}, {name: 'web', port: 8080}, {name: 'admin', port: 9001}]);
	const ingress = makeIngress('web', {rules: [{http: {paths: [
		{path: '/number', pathType: 'Prefix', backend: to('a', {number: 53})}, {path: '/name', pathType: 'Prefix', backend: to('a', {name: 'admin'})},
	]}}]});
	const config = rendered(routesOf([ingress], {...world, services: [service], endpoints: [endpoints]}));
	t.is(goesTo(config, 'any.example', '/number'), 'default.a.53');
	t.is(goesTo(config, 'any.example', '/name'), 'default.a.9000');
	t.deepEqual(upstreamsOf(config), ['default.a.53: 10.244.0.8:8080 10.244.0.9:8080', 'default.a.9000: 10.244.0.8:9001 10.244.0.9:9001']);
});

test('services of different namespaces are never mixed up', t => {
	const services = [makeService('c', {namespace: 'a-b'}), makeService('b-c', {namespace: 'a'})];
	const endpoints = [makeEndpoints('c', ['10.244.0.1'], [{port: 80}], 'a-b'), makeEndpoints('b-c', ['10.244.0.2'], [{port: 80}], 'a')];
	const ingresses = [makeIngress('one', {rules: [makeRule('one.example', ['Prefix', '/', 'c'])]}, {namespace: 'a-b'}), makeIngress('two', {rules: [makeRule('two.example', ['Prefix', '/', 'b-c'])]}, {namespace: 'a'})];
	const config = rendered(routesOf(ingresses, {services, endpoints, secrets: []}));
	t.is(goesTo(config, 'one.example', '/'), 'a-b.c.80');
	t.is(goesTo(config, 'two.example', '/'), 'a.b-c.80');
	t.deepEqual(upstreamsOf(config), ['a-b.c.80: 10.244.0.1:80', 'a.b-c.80: 10.244.0.2:80']);
	const stranger = makeIngress('three', {rules: [makeRule('three.example', ['Prefix', '/', 'c'])]}, {namespace: 'a'});
	t.is(goesTo(rendered(routesOf([stranger], {services, endpoints, secrets: []})), 'three.example', '/'), '503');
});

const bad = [
	['a service that is not there', to('nobody'), 'ServiceNotFound', /no service default\/nobody/],
	['a port that it does not have', to('a', {number: 81}), 'PortNotFound', /has no port 81; it has 80/],
	['a name of a port that it does not have', to('a', {name: 'web'}), 'PortNotFound', /has no port web; it has 80/],
	['a resource', {resource: {apiGroup: 'k8s.example.com', kind: 'StorageBucket', name: 'icons'}}, 'BackendRefused', /has to be a service/],
	['an ExternalName', to('outside'), 'BackendRefused', /of type ExternalName/],
] as const;
for (const [what, backend, reason, message] of bad) {
	test(`a backend that is ${what} answers 503, and its Ingress is told`, t => {
		const services = [...world.services, makeService('outside', {type: 'ExternalName'})];
		const made = routesOf([makeIngress('web', {rules: [{host: 'shop.example', http: {paths: [{path: '/', pathType: 'Prefix', backend}]}}]})], {...world, services});
		t.is(goesTo(rendered(made), 'shop.example', '/'), '503');
		t.is(made.problems[0]!.reason, reason);
		t.regex(made.problems[0]!.message, message);
	});
}

test('a service without ready pods answers 503, and nobody is told: readiness comes and goes', t => {
	const made = routesOf([makeIngress('web', {rules: [makeRule('shop.example', ['Prefix', '/', 'a'])]})], {...world, endpoints: [makeEndpoints('a', [])]});
	t.is(goesTo(rendered(made), 'shop.example', '/'), '503');
	t.deepEqual(made.problems, []);
});

test('TLS is for the hosts it names, with the certificate of its secret; http then goes to https unless that is switched off', async t => {
	const {certificate, key} = await issueCertificate(await createAuthority('test'), {commonName: 'shop', usages: ['server'], dnsNames: ['shop.example']});
	const secrets = [makeSecret('shop', certificate, key)];
	const spec = {tls: [{hosts: ['shop.example'], secretName: 'shop'}], rules: [makeRule('shop.example', ['Prefix', '/', 'a']), makeRule('plain.example', ['Prefix', '/', 'a'])]};
	const made = routesOf([makeIngress('web', spec)], {...world, secrets});
	const certificateAt = (host: string): string => serverFor(rendered(made), host).find(({words}) => words[0] === 'ssl_certificate')!.words[1]!;
	t.deepEqual(made.problems, []);
	t.not(certificateAt('shop.example'), '/fallback.pem');
	t.is(certificateAt('plain.example'), '/fallback.pem');
	t.true(locationFor(rendered(made), 'shop.example', '/').includes('if ($scheme = http)'));
	t.false(locationFor(rendered(made), 'plain.example', '/').includes('if ($scheme = http)'));
	const without = rendered(routesOf([makeIngress('web', spec, {annotations: {[annotation('ssl-redirect')]: 'false'}})], {...world, secrets}));
	t.false(locationFor(without, 'shop.example', '/').includes('if ($scheme = http)'));
});

test('a secret that is missing, or whose key is another one\'s, leaves the cluster\'s certificate, and the Ingress is told', async t => {
	const authority = await createAuthority('test');
	const [one, two] = await Promise.all(['one', 'two'].map(async commonName => issueCertificate(authority, {commonName, usages: ['server']})));
	for (const [secrets, reason] of [[[], 'SecretNotFound'], [[makeSecret('shop', one!.certificate, two!.key)], 'SecretInvalid'], [[makeSecret('shop', '', '')], 'SecretInvalid'], [[makeSecret('shop', 'no', 'pem')], 'SecretInvalid']] as const) {
		const made = routesOf([makeIngress('web', {tls: [{secretName: 'shop'}], rules: [makeRule('shop.example', ['Prefix', '/', 'a'])]})], {...world, secrets});
		t.is(made.problems[0]!.reason, reason);
		t.is(made.servers.find(({host}) => host === 'shop.example')!.certificate, undefined);
		t.true(made.servers.find(({host}) => host === 'shop.example')!.tls);
	}
});

test('an Ingress is ours by its class, by the old annotation, or without either when our class is the default', t => {
	const named = makeIngress('named', {ingressClassName: 'nginx'});
	const annotated = makeIngress('annotated', {}, {annotations: {'kubernetes.io/ingress.class': 'nginx'}});
	const other = makeIngress('other', {ingressClassName: 'traefik'});
	const otherAnnotated = makeIngress('other-annotated', {}, {annotations: {'kubernetes.io/ingress.class': 'traefik'}});
	const unnamed = makeIngress('unnamed', {});
	const ours = (isDefault: boolean): string[] => ourIngresses([named, annotated, other, otherAnnotated, unnamed], [makeClass('nginx', 'single-kube.dev/ingress', isDefault), makeClass('traefik', 'traefik.io/ingress')]).map(({metadata}) => metadata.name);
	t.deepEqual(ours(true), ['annotated', 'named', 'unnamed']);
	t.deepEqual(ours(false), ['annotated', 'named']);
	t.deepEqual(ourIngresses([named, unnamed], []), []);
});
