import {readFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {z} from 'zod';
import {load} from 'js-yaml';
import {parseScenario} from '../../src/scenarios/read.ts';
import {assertionSchemas, scenarioSchema, stepSchemas} from '../../src/scenarios/schema.ts';
import {shippedScenarios} from '../../src/scenarios/shipped.ts';
import {root} from './pages.ts';

const page = await readFile(path.join(root, 'docs/scenarios.md'), 'utf8');

test('docs/scenario.schema.json is what npm run docs would write', async t => {
	t.is(await readFile(path.join(root, 'docs/scenario.schema.json'), 'utf8'), `${JSON.stringify(scenarioSchema(), undefined, '\t')}\n`);
});

test('the schema for editors takes every scenario that single-kube brings, and no mistyped key', async t => {
	const schema = z.fromJSONSchema(scenarioSchema() as Parameters<typeof z.fromJSONSchema>[0]);
	for (const {file} of await shippedScenarios()) {
		t.true(schema.safeParse(load(await readFile(file, 'utf8'))).success, file);
	}

	t.false(schema.safeParse({title: 'x', teaches: 'y', steps: [{expect: {pod: 'a', redy: true}}]}).success);
});

test('the page has every step, every assertion with each of its keys, and every scenario', async t => {
	for (const [kind, {shape}] of [...Object.entries(stepSchemas), ...Object.entries(assertionSchemas)]) {
		for (const key of Object.keys(shape)) {
			t.true(page.includes(`\`${key}:`), `${kind}: ${key}`);
		}
	}

	const rows = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => name);
	t.deepEqual(rows, (await shippedScenarios()).map(({name}) => name));
});

test('the page\'s example is a scenario', async t => {
	const example = /^```yaml\n([\s\S]*?)^```/m.exec(page)![1]!;
	t.is((await parseScenario(example, 'example.yaml', async () => '')).steps.length, 6);
});
