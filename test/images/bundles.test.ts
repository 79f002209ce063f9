import {tmpdir} from 'node:os';
import test from 'ava';
import {bundle} from '../../src/images/bundles.ts';

test('a program of ours is the same bytes wherever single-kube is called from', async t => {
	const here = await bundle('dns/main.ts');
	const before = process.cwd();
	process.chdir(tmpdir());
	try {
		t.true(here.equals(await bundle('dns/main.ts')));
	} finally {
		process.chdir(before);
	}
});

test('no path of this machine is in a program of ours', async t => {
	const paths = [...(await bundle('agent/main.ts')).toString().matchAll(/^\s*\/\/ (\S+\.(?:[cm]?js|ts))$/gm)].map(match => match[1]!);
	t.true(paths.includes('src/agent/main.ts'));
	t.true(paths.includes('node_modules/docker-modem/lib/modem.js'));
	t.deepEqual(paths.filter(path => !/^(src|images|node_modules)\//.test(path)), []);
});

test('no program of ours needs what the containers\' Node has not got', async t => {
	for (const entry of ['agent', 'cloud-controller-manager', 'dns', 'ingress', 'metrics-server'].map(name => `${name}/main.ts`)) {
		const text = (await bundle(entry)).toString();
		const newer = [...text.matchAll(/\.(?:withResolvers|groupBy|toSorted|toReversed|toSpliced|fromAsync|isSubsetOf|isDisjointFrom)\(/g)].map(match => match[0]);
		t.deepEqual(newer, [], entry);
	}
});
