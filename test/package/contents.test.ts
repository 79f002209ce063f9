import {existsSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {root} from '../docs/pages.ts';
import {readPackage} from './manifest.ts';

const manifest = await readPackage();

/** What npm would pack beside dist/, which the packing itself makes: test/e2e/package.test.ts looks at that. */
async function packed(): Promise<string[]> {
	const {stdout} = await execa('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', '--offline'], {cwd: root});
	const [pack] = JSON.parse(stdout) as [{files: Array<{path: string}>}];
	return pack.files.map(file => file.path).filter(file => !file.startsWith('dist/'));
}

test('the package has the program, its data, its pages, and nothing else', async t => {
	t.timeout(120_000);
	const files = await packed();
	t.deepEqual([...new Set(files.map(file => file.split('/')[0]!).filter(file => !/^README\.\w/.test(file)))].sort(), ['LICENSE', 'bin', 'compose', 'docs', 'images', 'package.json', 'scenarios']);
	t.deepEqual(files.filter(file => /test|\.map$|\.tgz$|(^|\/)\.|\.(key|pem|crt)$/.test(file)), []);
	t.deepEqual(['docs/errors.md', 'docs/config.schema.json', 'docs/scenario.schema.json', 'scenarios/scheduler-killed.yaml', 'docs/api.md', 'images/agent/Dockerfile', 'compose/etcd.yaml'].filter(file => !files.includes(file)), []);
});

test('every file of images/ and compose/ that git knows is in the package', async t => {
	t.timeout(120_000);
	const {stdout} = await execa('git', ['ls-files', 'images', 'compose'], {cwd: root});
	const files = await packed();
	t.true(stdout.split('\n').length > 40);
	t.deepEqual(stdout.split('\n').filter(file => !files.includes(file)), []);
});

test('package.json says what a reader of a registry and a compiler want to know', t => {
	const {name, version, description, license, type, keywords, bin, exports, sideEffects} = manifest;
	t.deepEqual({name, license, type, bin, sideEffects}, {name: 'single-kube', license: 'Apache-2.0', type: 'module', bin: {'single-kube': 'bin/single-kube.js'}, sideEffects: false});
	t.regex(version, /^\d+\.\d+\.\d+$/);
	t.true(description.length > 40 && keywords.includes('kubernetes'));
	t.deepEqual(exports, {'.': {types: './dist/index.d.ts', default: './dist/index.js'}, './package.json': './package.json'});
	t.true(existsSync(path.join(root, bin['single-kube']!)));
});
