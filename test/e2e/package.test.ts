import {existsSync} from 'node:fs';
import {mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {execa, type Result} from 'execa';
import {unixEngine} from '../../src/engine/unix-engine.ts';
import {ignoreEvents} from '../../src/events.ts';
import {ensureImages} from '../../src/images/ensure-images.ts';
import {debianSource} from '../../src/images/sources/debian.ts';
import {defaultAddons} from '../../src/plan/addons.ts';
import {apiExamples} from '../docs/api-examples.ts';
import {root} from '../docs/pages.ts';
import {testEngineSocket} from '../helpers/engine.ts';

const name = 'e2e-package';

/** Measured: 0.9 MB packed, 3.4 MB unpacked, most of it the agent's bundle. As much again would be something that slipped in. */
const mostPacked = 1_800_000;
const mostUnpacked = 7_000_000;

type Packed = {readonly filename: string; readonly size: number; readonly unpackedSize: number; readonly files: ReadonlyArray<{readonly path: string}>};

let packed: Packed;
/** Where somebody installed the package: what the tests run sees nothing of the checkout. */
let folder: string;
let environment: NodeJS.ProcessEnv;
const examples = await apiExamples();
/** What packing makes in the checkout. */
const dist = path.join(root, 'dist');
const hadDist = existsSync(dist);

type Outcome = Result<{reject: false}>;

async function run(file: string, ...args: readonly string[]): Promise<Outcome> {
	return execa(file, args, {cwd: folder, env: environment, extendEnv: false, reject: false, stdin: 'ignore', timeout: 300_000});
}

const singleKube = async (...args: readonly string[]): Promise<Outcome> => run(path.join(folder, 'node_modules/.bin/single-kube'), ...args);

/** An example of docs/api.md as a program of its own, on this file's cluster. */
async function runExample(section: string): Promise<Outcome> {
	return run(process.execPath, path.join(folder, 'examples', `${section}.ts`));
}

test.before(async t => {
	t.timeout(600_000);
	const temporary = await mkdtemp(path.join(tmpdir(), 'sk package 集群-'));
	folder = path.join(temporary, 'ein Ordner');
	await Promise.all(['home', 'tools', 'examples'].map(async child => mkdir(path.join(folder, child), {recursive: true})));
	await symlink(process.execPath, path.join(folder, 'tools/node'));
	environment = {
		HOME: path.join(folder, 'home'), PATH: [path.join(folder, 'node_modules/.bin'), path.join(folder, 'tools')].join(path.delimiter),
		DOCKER_HOST: `unix://${testEngineSocket()}`,
	};
	const {stdout} = await execa('npm', ['pack', '--json', '--pack-destination', temporary], {cwd: root});
	[packed] = JSON.parse(stdout.slice(stdout.search(/^\[$/m))) as [Packed];
	await writeFile(path.join(folder, 'package.json'), JSON.stringify({private: true, type: 'module'}));
	await Promise.all([...examples].map(async ([section, code]) => writeFile(path.join(folder, 'examples', `${section}.ts`), code.replaceAll('\'dev\'', `'${name}'`))));
	// No script of any package runs: none is needed.
	await execa('npm', ['install', path.join(temporary, packed.filename), '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'], {cwd: folder});
	await ensureImages(unixEngine(testEngineSocket(), 'the test'), {source: debianSource, install: true, addons: defaultAddons}, ignoreEvents, AbortSignal.timeout(500_000));
	await singleKube('delete', '--name', name);
});

test.after.always(async () => {
	await singleKube('delete', '--name', name);
	await rm(path.dirname(folder), {recursive: true, force: true});
	if (!hadDist) {
		await rm(dist, {recursive: true, force: true});
	}
});

test.serial('what npm packs is small, and has what is needed to run and no more', t => {
	t.true(packed.size < mostPacked && packed.unpackedSize < mostUnpacked, `${packed.size} bytes, ${packed.unpackedSize} unpacked`);
	const files = packed.files.map(file => file.path);
	t.deepEqual([...new Set(files.filter(file => !file.startsWith('README')).map(file => file.split('/')[0]!))].sort(), ['LICENSE', 'bin', 'compose', 'dist', 'docs', 'images', 'package.json', 'scenarios']);
	const inDist = files.filter(file => file.startsWith('dist/'));
	t.deepEqual(inDist.filter(file => !/\.(js|cjs|d\.ts|json|LEGAL\.txt)$/.test(file) || file.includes('.test.')), []);
	t.deepEqual(['dist/index.js', 'dist/index.d.ts', 'dist/cli/main.js', 'dist/agent.cjs'].filter(file => !inDist.includes(file)), []);
	t.deepEqual(inDist.filter(file => /^dist\/(agent|gateway|dns|ingress|metrics-server)\/main\.js$/.test(file)), [], 'programs of containers are there once, as one file each');
});

test.serial('no file of the package names a path of the machine where it was packed', async t => {
	const below = path.join(folder, 'node_modules/single-kube');
	const files = (await readdir(below, {recursive: true, withFileTypes: true})).filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name));
	t.true(files.length > 100);
	const telling = await Promise.all(files.map(async file => [file, await readFile(file, 'utf8')] as const));
	t.deepEqual(telling.filter(([, text]) => text.includes(root)).map(([file]) => path.relative(below, file)), []);
});

test.serial('npx runs it, and its help, its completion and its pages are there', async t => {
	const {version} = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {version: string};
	const npx = await execa('npx', ['--no-install', 'single-kube', '--version'], {cwd: folder});
	t.is(npx.stdout, version);
	t.regex((await singleKube('start', '--help')).stdout, /--dry-run/);
	t.regex((await singleKube('explain', 'PORT_TAKEN')).stdout, /port/);
	const completion = await singleKube('completion', 'bash');
	t.is(completion.exitCode, 0, completion.stderr);
	t.true(completion.stdout.includes('node_modules/'), completion.stdout.slice(0, 300));
});

test.serial('it takes the images that the checkout made: not one is built again', async t => {
	const planned = await singleKube('start', '--name', name, '--source', 'debian', '--dry-run', '-o', 'json');
	t.is(planned.exitCode, 0, planned.stderr);
	const {images, operations} = JSON.parse(planned.stdout) as {images: unknown[]; operations: unknown[]};
	t.deepEqual(images, []);
	t.true(operations.length > 30);
});

test.serial('its types are whole: every example of docs/api.md compiles against them, and a mistake does not', async t => {
	await writeFile(path.join(folder, 'mistake.ts'), 'import {startCluster} from \'single-kube\';\nawait startCluster({nmae: \'dev\'});\n');
	await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify({
		compilerOptions: {module: 'nodenext', target: 'es2024', strict: true, noEmit: true, types: ['node'], skipLibCheck: false}, files: ['mistake.ts'], include: ['examples'],
	}));
	const {stdout} = await execa('tsc', ['--project', folder, '--pretty', 'false'], {preferLocal: true, localDir: root, reject: false});
	const complaints = stdout.split('\n').filter(line => line.includes('error TS'));
	t.is(complaints.length, 1, stdout);
	t.regex(complaints[0]!, /mistake\.ts.*nmae/);
});

test.serial('start, status and kubectl work from there', async t => {
	const started = await singleKube('start', '--name', name, '--source', 'debian');
	t.is(started.exitCode, 0, started.stderr);
	t.notRegex(started.stderr, /\bbuilt\b/);
	const status = await singleKube('status', '--name', name, '-o', 'json');
	t.is(status.exitCode, 0, status.stderr);
	t.is((JSON.parse(status.stdout) as {state: string}).state, 'running');
	t.is((await singleKube('--name', name, 'kubectl', 'get', 'nodes', '-o', 'name')).stdout, 'node/node-1');
});

/** In this order; the rest of the page is compiled only: its examples need minutes, other versions or root. */
const live: ReadonlyArray<readonly [section: string, expected: RegExp]> = [
	['startCluster', /^Kubernetes \d+\.\d+\.\d+ at https:\/\/127\.0\.0\.1:\d+$/],
	['planStart', /^0 images to build, 0 to fetch/],
	['clusterNames', new RegExp(`^${name}$`, 'm')],
	['clusterStatus', /^running \[\]$/],
	['runKubectl', /^node\/node-1$/],
	['readKubeconfig', /^$/],
	['examine', /memory: (ok|warning)/],
	['SingleKubeError', /^CLUSTER_UNKNOWN failure/],
	['stopCluster', /^stopped in \d+ operations$/],
	['shown', new RegExp(`^${name}$`)],
	['deleteCluster', /^$/],
];
for (const [section, expected] of live) {
	test.serial(`the example of ${section} in docs/api.md does what the page says`, async t => {
		const {exitCode, stdout, stderr} = await runExample(section);
		t.is(exitCode, 0, stderr);
		t.regex(stdout, expected);
	});
}

test.serial('delete of what the API deleted says that nothing is left', async t => {
	const deleted = await singleKube('delete', '--name', name);
	t.is(deleted.exitCode, 0, deleted.stderr);
	t.regex((await readFile(path.join(folder, 'kubeconfig.yaml'), 'utf8')), /server: https:\/\/127\.0\.0\.1:\d+/);
});
