import test from 'ava';
import {type ImageName, imageNames, recipes} from '../../src/images/catalogue.ts';
import {planImages} from '../../src/images/plan-images.ts';

const hashes = new Map(imageNames.map(name => [name, `new-${name}`]));
const present = (names: readonly ImageName[], prefix = 'new'): Map<string, Set<string>> => new Map(names.map(name => [name, new Set([`${prefix}-${name}`])]));
const allBut = (...missing: readonly ImageName[]): Map<string, Set<string>> => present(imageNames.filter(name => !missing.includes(name)));

test('recipes name their parents before themselves', t => {
	const seen = new Set<ImageName>();
	for (const {name, parents} of recipes) {
		t.deepEqual(parents.filter(parent => !seen.has(parent)), [], name);
		seen.add(name);
	}
});

test('nothing is built when all is present', t => {
	t.deepEqual(planImages(recipes, hashes, present(imageNames)), []);
});

test('on an empty engine everything is built, parents first', t => {
	const builds = planImages(recipes, hashes, new Map());
	t.deepEqual(builds.map(({name}) => name), recipes.map(({name}) => name));
	t.is(builds.find(({name}) => name === 'etcd')?.reason, 'none exists');
	t.regex(builds.find(({name}) => name === 'base')!.reason, / is built on it$/);
});

test('an image of other content is built anew, and says so', t => {
	const old = new Map([...allBut('etcd'), ...present(['etcd'], 'old')]);
	t.deepEqual(planImages(recipes, hashes, old), [{name: 'etcd', reason: 'what it is made from changed'}]);
});

test('old content beside the new does not matter', t => {
	t.deepEqual(planImages(recipes, hashes, new Map([...present(imageNames), ['etcd', new Set(['old-etcd', 'new-etcd'])]])), []);
});

test('build-only images that are gone are not missed while all that stands on them is there', t => {
	t.deepEqual(planImages(recipes, hashes, allBut('base', 'node-base')), []);
});

test('a build-only image is built for the child that needs it', t => {
	t.deepEqual(planImages(recipes, hashes, allBut('base', 'node-base', 'nginx')), [
		{name: 'base', reason: 'nginx is built on it'},
		{name: 'nginx', reason: 'none exists'},
	]);
});

test('a build-only image is built for a grandchild, through its parent', t => {
	t.deepEqual(planImages(recipes, hashes, allBut('base', 'node-base', 'kube-proxy')), [
		{name: 'base', reason: 'node-base is built on it'},
		{name: 'node-base', reason: 'kube-proxy is built on it'},
		{name: 'kube-proxy', reason: 'none exists'},
	]);
});

test('an image without a parent needs no base', t => {
	t.deepEqual(planImages(recipes, hashes, allBut('base', 'pause')), [{name: 'pause', reason: 'none exists'}]);
});
