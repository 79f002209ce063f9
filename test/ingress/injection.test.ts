import test from 'ava';
import type {Ingress} from '../../src/ingress/objects.ts';
import {annotation, makeEndpoints, makeIngress, makeRule, routes, to, world} from './make-objects.ts';
import {goesTo, parseConfig, rendered, shapeOf} from './nginx-config.ts';
import {routesOf} from '../../src/ingress/routes.ts';

/** What a configuration looks like when the values are harmless. */
const shape = (ingress: Ingress): string => shapeOf(parseConfig(rendered(routes(ingress))));
const empty = shape(makeIngress('web', {}));

const hostile = [
	'/";} } } evil on; #', '/\\";} evil on; #', '/a"b', '/a\\', '/a\\"', '/${evil', '/$http_host', '/${"', '/a;b', '/a{b}c', '/#', '/\'', '/a b', '/\\\\";evil;', '/{', '/*', '/(unclosed', '/$"',
];
for (const path of hostile) {
	for (const pathType of ['Exact', 'Prefix', 'ImplementationSpecific']) {
		test(`the path ${path} of type ${pathType} is nothing but a path`, t => {
			const config = (text: string): Ingress => makeIngress('web', {rules: [makeRule('shop.example', [pathType, text, 'a'])]});
			t.is(shape(config(path)), shape(config('/harmless')));
			t.is(goesTo(rendered(routes(config(path))), 'shop.example', path), 'default.a.80');
		});

		test(`the expression ${path} of type ${pathType} stays one word`, t => {
			const config = (text: string): Ingress => makeIngress('web', {rules: [makeRule('shop.example', [pathType, text, 'a'])]}, {annotations: {[annotation('use-regex')]: 'true'}});
			const harmless = new Set([shape(config('/harmless')), shape(config('/harmless.*'))]);
			t.true(harmless.has(shape(config(path))));
		});
	}
}

for (const path of ['/a\nb', '/a\u0000b', '/a\u007Fb', 'relative', '/(?<http_host>.*)', '/(?P<args>.*)', '/(?\'limit_rate\'.*)', `/${'a'.repeat(3000)}`]) {
	test(`what cannot be a path is refused: ${JSON.stringify(path.slice(0, 30))}`, t => {
		const made = routes(makeIngress('web', {rules: [makeRule(undefined, ['ImplementationSpecific', path, 'a'])]}));
		t.is(made.problems[0]?.reason, 'Rejected');
		t.is(shapeOf(parseConfig(rendered(made))), shapeOf(parseConfig(rendered({servers: made.servers.map(server => ({...server, routes: []})), upstreams: made.upstreams}))));
	});
}

test('a look-behind is no group with a name', t => {
	t.deepEqual(routes(makeIngress('web', {rules: [makeRule(undefined, ['ImplementationSpecific', '/a(?<=a)(?<!b)', 'a'])]})).problems, []);
});

for (const host of ['shop.example;', 'shop example', '"', 'a{', '*.*.example', 'a.*.example', '*', '~.*', 'UPPER.example', '$host', 'shop.example\nlisten 1;', '-a.example']) {
	test(`what is no host gets no server: ${JSON.stringify(host)}`, t => {
		const made = routes(makeIngress('web', {rules: [makeRule(host, ['Prefix', '/', 'a'])]}));
		t.is(made.problems[0]?.reason, 'Rejected');
		t.is(shapeOf(parseConfig(rendered(made))), empty);
	});
}

const badAnnotations = [
	['rewrite-target', '/a;evil'], ['rewrite-target', '/"; evil on; #'], ['rewrite-target', '/\\";evil'],
] as const;
for (const [name, value] of badAnnotations) {
	test(`the annotation ${name} may be ${value}, and is nothing but that`, t => {
		const config = (text: string): Ingress => makeIngress('web', {rules: [makeRule('shop.example', ['Prefix', '/', 'a'])]}, {annotations: {[annotation(name)]: text}});
		t.is(shape(config(value)), shape(config('/harmless')));
		t.deepEqual(routes(config(value)).problems, []);
	});
}

const refusedAnnotations = [
	['rewrite-target', 'https://evil.example/'], ['rewrite-target', '/$host'], ['rewrite-target', '/${request_uri}'], ['rewrite-target', '/a\nb'], ['rewrite-target', ''],
	['proxy-body-size', '8m; evil on'], ['proxy-body-size', '8m\n'], ['proxy-body-size', '-1'], ['proxy-body-size', '$args'], ['proxy-body-size', ''],
	['backend-protocol', 'HTTP; evil'], ['backend-protocol', 'GRPC'], ['backend-protocol', 'https\n'],
	['ssl-redirect', 'yes'], ['use-regex', '1'],
] as const;
for (const [name, value] of refusedAnnotations) {
	test(`the annotation ${name} may not be ${JSON.stringify(value)}: the Ingress is not served, and is told`, t => {
		const made = routes(makeIngress('web', {rules: [makeRule('shop.example', ['Prefix', '/', 'a'])], defaultBackend: to('a')}, {annotations: {[annotation(name)]: value}}));
		t.is(made.problems[0]!.reason, 'Rejected');
		t.true(made.problems[0]!.message.startsWith(`the annotation ${annotation(name)} takes `));
		t.is(shapeOf(parseConfig(rendered(made))), empty);
	});
}

test('an address that is none becomes no server', t => {
	const made = routesOf([makeIngress('web', {defaultBackend: to('a')})], {...world, endpoints: [makeEndpoints('a', ['10.0.0.1', '10.0.0.2; evil', 'unix:/run/x', 'fd00::1'])]});
	t.deepEqual(made.upstreams, [{name: 'default.a.80', servers: ['10.0.0.1:8080', '[fd00::1]:8080']}]);
});
