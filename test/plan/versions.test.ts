import test from 'ava';
import {dump} from 'js-yaml';
import {neededRecipes} from '../../src/images/catalogue.ts';
import {registrySource, upstreamAccess} from '../../src/images/sources/registry.ts';
import type {Component} from '../../src/plan/topology.ts';
import {listVersions, resolveVersion} from '../../src/upstream/versions.ts';
import {designInput, makeTopology} from '../helpers/topology.ts';

/** Everything of a cluster that a version of Kubernetes may change, a line each. */
async function linesOf(minor: string): Promise<string[]> {
	const release = resolveVersion(minor);
	const source = registrySource(release, upstreamAccess());
	const also = ['coredns'] as const;
	const needed = neededRecipes(designInput.settings.addons, also, source.kubernetesVersion);
	const images = Object.fromEntries(needed.map(({name}) => [name, source.published[name] ?? `built ${name}${source.roots[name] === undefined ? '' : ` on ${source.roots[name]}`}`]));
	const {components} = await makeTopology({spec: {...designInput.spec, kubernetesVersion: release.version}, images});
	return [
		...Object.entries(images).map(([name, image]) => `image ${name}: ${image}`),
		...components.flatMap(component => describe(component)),
	].map(line => line.replaceAll(release.version, '<version>'));
}

function describe({id, container, dependsOn, files}: Component): string[] {
	return [
		`${id}: after ${dependsOn.join(', ') || 'nothing'}`,
		...[...container.entrypoint ?? [], ...container.command].map(word => `${id}: ${word.trim().split('\n').join(' ')}`),
		...Object.entries(files.files).flatMap(([path, content]) => dump(content, {lineWidth: -1}).trimEnd().split('\n').map(line => `${id}: ${path}: ${line}`)),
	];
}

const minors = listVersions().map(({minor}) => minor).reverse();

test('the oldest version: what its components are told', async t => {
	t.snapshot((await linesOf(minors[0]!)).join('\n'));
});

for (const [index, minor] of minors.entries()) {
	const before = minors[index - 1];
	if (before !== undefined) {
		test(`Kubernetes ${minor} differs from ${before} in these lines`, async t => {
			const [old, now] = await Promise.all([linesOf(before), linesOf(minor)]);
			t.snapshot([...old.filter(line => !now.includes(line)).map(line => `- ${line}`), ...now.filter(line => !old.includes(line)).map(line => `+ ${line}`)].join('\n'));
		});
	}
}

test('all versions from 1.20 to 1.37 are known', t => {
	t.deepEqual(minors, Array.from({length: 18}, (_, index) => `1.${20 + index}`));
});
