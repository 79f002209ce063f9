import {readdir, readFile} from 'node:fs/promises';
import {isBuiltin} from 'node:module';
import path from 'node:path';
import test from 'ava';
import {places} from '../../scripts/bundle-packages.ts';
import {root} from '../docs/pages.ts';
import {installedPackages, readPackage} from './manifest.ts';
import {isIn} from './node-range.ts';

const manifest = await readPackage();

/** A checkout makes the programs that run in containers; the package has them made. */
const onlyInCheckout = ['esbuild'];

/** Packages that src/ loads, with the files that do; an import of types alone loads nothing. */
async function imports(): Promise<Map<string, string[]>> {
	const found = new Map<string, string[]>();
	for (const file of (await readdir(path.join(root, 'src'), {recursive: true})).filter(name => name.endsWith('.ts'))) {
		const source = await readFile(path.join(root, 'src', file), 'utf8');
		for (const [, from] of source.matchAll(/^(?:import (?!type )|export )[^;]*? from '([^']+)';|\bimport\('([^']+)'\)/gm).map(match => [match[0], match[1] ?? match[2]!] as const)) {
			if (!from.startsWith('.') && !isBuiltin(from)) {
				const name = from.split('/').slice(0, from.startsWith('@') ? 2 : 1).join('/');
				found.set(name, [...found.get(name) ?? [], file]);
			}
		}
	}

	return found;
}

test('each dependency is used by src/, and each package that src/ uses is a dependency', async t => {
	const used = [...(await imports()).keys()].filter(name => !onlyInCheckout.includes(name));
	t.true(used.includes('commander') && used.includes('ink'));
	t.deepEqual(used.sort(), Object.keys(manifest.dependencies).sort());
});

test('what only a checkout uses is loaded in one file, when it is called', async t => {
	t.deepEqual((await imports()).get('esbuild'), ['images/bundles.ts']);
	t.regex(await readFile(path.join(root, 'src/images/bundles.ts'), 'utf8'), /await import\('esbuild'\)/);
});

test('what the package brings in files of its own is loaded by those files alone: a second copy of React would not be the same', async t => {
	const all = await imports();
	t.deepEqual(Object.fromEntries(['dockerode', 'ink', 'react'].map(name => [name, all.get(name)?.map(file => file.split(path.sep).join('/'))])), {
		dockerode: ['engine/dockerode.ts'], ink: ['dashboard/view/ink.ts'], react: ['dashboard/view/ink.ts'],
	});
	t.deepEqual(places, ['dashboard/view/ink', 'engine/dockerode']);
});

test('all that is installed with the package runs on the oldest Node that the package says', async t => {
	const oldest = `${/^>=(\d+\.\d+)$/.exec(manifest.engines.node)![1]!}.0`;
	const installed = await installedPackages();
	t.true(installed.length > 100);
	t.deepEqual(installed.filter(([, {engines}]) => engines?.node !== undefined && !isIn(engines.node, oldest)).map(([folder, {engines}]) => `${folder}: ${engines!.node}`), []);
});

test('a range of Node\'s versions is read as npm reads it', t => {
	const cases: ReadonlyArray<readonly [range: string, version: string, expected: boolean]> = [
		['^20.17.0 || >=22.9.0', '22.20.0', true], ['^22.22.2 || ^24.15.0 || >=26.0.0', '22.20.0', false], ['>=18.20 <19 || >=20.10', '22.20.0', true], ['>= 14', '22.20.0', true],
		['6.* || 8.* || >= 10.*', '22.20.0', true], ['20.x', '22.20.0', false], ['>=24', '22.20.0', false], ['~22.19', '22.20.0', false], ['*', '22.20.0', true],
	];
	t.deepEqual(cases.map(([range, version]) => isIn(range, version)), cases.map(([, , expected]) => expected));
});

test('nothing has to run while the package is installed', async t => {
	t.deepEqual(Object.keys(manifest.scripts).filter(name => /install/.test(name)), []);
	// ssh2 tries to compile what makes it faster, protobufjs compares versions: test/e2e/package.test.ts installs without them.
	t.deepEqual((await installedPackages()).filter(([, {hasInstallScript}]) => hasInstallScript).map(([folder]) => folder).sort(), ['node_modules/cpu-features', 'node_modules/protobufjs', 'node_modules/ssh2']);
});
