import test from 'ava';
import {annotation, makeIngress, makeRule, routes} from './make-objects.ts';
import {goesTo, locationFor, rendered} from './nginx-config.ts';

const lines = (path: readonly [string, string], asked: string, annotations: Record<string, string>): readonly string[] => {
	const named = Object.fromEntries(Object.entries(annotations).map(([name, value]) => [annotation(name), value]));
	return locationFor(rendered(routes(makeIngress('web', {rules: [makeRule('shop.example', [...path, 'a'])]}, {annotations: named}))), 'shop.example', asked);
};

/** What nginx makes of a path by the line `rewrite EXPRESSION TARGET break`. */
function rewritten(path: readonly [string, string], target: string, asked: string): string {
	const [, expression, replacement] = /^rewrite \(\?i\)(.*) (\S+) break$/.exec(lines(path, asked, {'rewrite-target': target}).find(line => line.startsWith('rewrite '))!)!;
	const groups = new RegExp(expression!, 'i').exec(asked)!;
	return replacement!.replaceAll(/\$(\d)/g, (_, digit: string) => groups[Number(digit)] ?? '');
}

test('rewrite-target replaces the whole path', t => {
	t.is(rewritten(['Prefix', '/app'], '/', '/app/page'), '/');
	t.is(rewritten(['Exact', '/old'], '/new', '/old'), '/new');
});

test('rewrite-target takes the groups of a path that is an expression, whatever its type', t => {
	for (const kind of ['ImplementationSpecific', 'Prefix']) {
		t.is(rewritten([kind, '/app(/|$)(.*)'], '/$2', '/app/page/1'), '/page/1');
		t.is(rewritten([kind, '/app(/|$)(.*)'], '/$2', '/app'), '/');
		t.is(rewritten([kind, '/app(/|$)(.*)'], '/v2/$2', '/APP/x'), '/v2/x');
	}
});

test('with an expression at a host the longest path is tried first', t => {
	const config = rendered(routes(
		makeIngress('short', {rules: [makeRule('shop.example', ['ImplementationSpecific', '/a.*', 'a'])]}, {annotations: {[annotation('use-regex')]: 'true'}}),
		makeIngress('long', {rules: [makeRule('shop.example', ['Prefix', '/app/admin', 'b'], ['Exact', '/a', 'c'])]}),
	));
	t.is(goesTo(config, 'shop.example', '/app/admin/x'), 'default.b.80');
	t.is(goesTo(config, 'shop.example', '/app/adminx'), 'default.a.80');
	t.is(goesTo(config, 'shop.example', '/a'), 'default.c.80');
});

test('bodies have no limit unless there is one', t => {
	t.true(lines(['Prefix', '/'], '/', {}).includes('client_max_body_size 0'));
	t.true(lines(['Prefix', '/'], '/', {'proxy-body-size': '8m'}).includes('client_max_body_size 8m'));
});

test('a backend can speak HTTPS', t => {
	t.true(lines(['Prefix', '/'], '/', {'backend-protocol': 'HTTPS'}).includes('proxy_pass https://default.a.80'));
	t.true(lines(['Prefix', '/'], '/', {'backend-protocol': 'http'}).includes('proxy_pass http://default.a.80'));
});

test('an annotation that is not known is ignored: a piece of configuration above all', t => {
	const plain = lines(['Prefix', '/'], '/', {});
	t.deepEqual(lines(['Prefix', '/'], '/', {'server-snippet': 'evil on;', 'configuration-snippet': 'evil on;', 'auth-url': 'http://evil/'}), plain);
});
