/** An engine on arm64 gets the same cluster as one on amd64. */
import {readFile} from 'node:fs/promises';
import test from 'ava';
import {baseOptions} from '../../src/images/base-image.ts';
import {recipes} from '../../src/images/catalogue.ts';
import {readContexts, readFolder} from '../../src/images/contexts.ts';
import {referenceOf} from '../../src/images/content.ts';
import {describeFor, type Wanted} from '../../src/images/describe-images.ts';
import {debianSource} from '../../src/images/sources/debian.ts';
import {makeTopology} from '../helpers/topology.ts';

const needed = recipes.filter(({optional}) => !optional);
const describe = async (architecture: string): Promise<Wanted> => describeFor(architecture, {own: [], tagged: []}, debianSource, needed);
const imagesOf = ({recipes, hashes}: Wanted): Record<string, string> => Object.fromEntries(recipes.map(({name}) => [name, referenceOf(name, hashes.get(name)!)]));

test('the same images are built for arm64 as for amd64, each under a hash of its own', async t => {
	const [amd64, arm64] = await Promise.all([describe('amd64'), describe('arm64')]);
	t.deepEqual(arm64.builds, amd64.builds);
	t.true(amd64.builds.length > 10);
	t.deepEqual(needed.filter(({name}) => amd64.hashes.get(name) === arm64.hashes.get(name)), []);
});

test('the topology differs in nothing but these hashes', async t => {
	const [amd64, arm64] = await Promise.all(['amd64', 'arm64'].map(async architecture => makeTopology({images: imagesOf(await describe(architecture))})));
	const withoutHashes = (topology: unknown): string => JSON.stringify(topology).replaceAll(/(single-kube\/[a-z-]+:)[\da-f]{12}/g, '$1').replaceAll(/"(hash|dev\.single-kube\.config)":"[\da-f]+"/g, '"$1":""');
	t.not(JSON.stringify(arm64), JSON.stringify(amd64));
	t.is(withoutHashes(arm64), withoutHashes(amd64));
});

test('what is made names amd64 nowhere without arm64', async t => {
	const files = [...(await readContexts(recipes)).values(), await readFolder('builder')].flat();
	const lines = [...files.flatMap(({path, content}) => content.toString().split('\n').map(line => `${path}: ${line}`)), ...baseOptions];
	t.true(lines.length > 300);
	t.deepEqual(lines.filter(line => /amd64|x86[-_]64|\bx64\b/.test(line) && !/arm64|aarch64/.test(line)), []);
});

test('each checksum of a release is known for both', async t => {
	const table = JSON.parse(await readFile(new URL('../../src/upstream/versions.json', import.meta.url), 'utf8')) as unknown;
	const missing: string[] = [];
	let seen = 0;
	const look = (value: unknown, place: string): void => {
		if (typeof value !== 'object' || value === null) {
			return;
		}

		const names = Object.keys(value);
		if (names.includes('amd64') || names.includes('arm64')) {
			seen++;
			missing.push(...['amd64', 'arm64'].filter(name => !names.includes(name)).map(name => `${place} ${name}`));
		}

		for (const [name, inner] of Object.entries(value)) {
			look(inner, `${place} ${name}`.trim());
		}
	};

	look(table, '');
	t.true(seen > 10);
	t.deepEqual(missing, []);
});
