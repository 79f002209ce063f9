/** Upstream's images from mirrors and private registries, good ones and bad ones, by a real engine. */
import {existsSync} from 'node:fs';
import {chmod, mkdir, mkdtemp, rm, rmdir, writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {Engine} from '../../src/engine/engine.ts';
import {listImageNames} from '../../src/engine/find-images.ts';
import {removeImage, tagImage, untagImage} from '../../src/engine/images.ts';
import {unixEngine} from '../../src/engine/unix-engine.ts';
import {type ErrorCode, SingleKubeError} from '../../src/errors.ts';
import type {SingleKubeEvent} from '../../src/events.ts';
import {parseRegistryMirror} from '../../src/upstream/mirrors.ts';
import {registryAnswers} from '../../src/upstream/probe.ts';
import {ensureUpstreamImages, type UpstreamOptions} from '../../src/upstream/pull-images.ts';
import {forgetRegistries, trustDirectory, trustRegistry} from '../../src/upstream/trust.ts';
import {testEngineSocket} from '../helpers/engine.ts';
import {type FaultyRegistry, startFaultyRegistry} from '../helpers/faulty-registry.ts';
import {type PrivateRegistry, pushNoise, startRegistries, type TestRegistry} from '../helpers/registries.ts';

const signal = AbortSignal.timeout(600_000);
/** A registry that there cannot be: what is asked of it, and by which names images are kept (RFC 2606). */
const upstream = 'registry.pulls.invalid';
const one = `${upstream}/one:1`;
const two = `${upstream}/group/two:v2`;

let engine: Engine;
let plain: TestRegistry;
let secret: PrivateRegistry;
let faulty: FaultyRegistry;
let removeRegistries: () => Promise<void>;
let home: string;

test.before(async () => {
	engine = unixEngine(testEngineSocket(), 'the test engine');
	home = await mkdtemp(path.join(tmpdir(), 'sk-pulls-'));
	({plain, private: secret, remove: removeRegistries} = await startRegistries(engine, 'sk-test-pulls'));
	faulty = await startFaultyRegistry(plain.port);
	await pushNoise(engine, plain, 'k8s/one:1');
	await pushNoise(engine, plain, 'k8s/group/two:v2');
	await pushNoise(engine, plain, 'other/group/two:v2');
	await removeWanted();
});

test.after.always(async () => {
	await faulty?.close();
	await removeRegistries?.();
	await forgetRegistries();
	if (engine) {
		await removeWanted();
	}

	if (home) {
		await rm(home, {recursive: true, force: true});
	}
});

/** Each test begins with an engine that has none of them. */
test.beforeEach(async () => {
	faulty.fail();
	await removeWanted();
});

async function removeWanted(): Promise<void> {
	await Promise.all([one, two].map(async image => removeImage(engine, image)));
}

/** Of the names on the engine those that have to do with this file: others work on it, too. */
async function names(): Promise<string[]> {
	const ours = [upstream, plain.host, `127.0.0.1:${plain.port}`, `localhost:${faulty.port}`, secret.host];
	return [...await listImageNames(engine)].filter(name => ours.some(host => name.startsWith(`${host}/`))).sort();
}

type Run = {readonly pulled: readonly string[]; readonly events: readonly SingleKubeEvent[]};

async function pull(mirrors: readonly string[], images: readonly string[] = [one, two], options: Partial<UpstreamOptions> = {}, by: AbortSignal = signal): Promise<Run> {
	const events: SingleKubeEvent[] = [];
	const pulled = await ensureUpstreamImages(engine, images, {
		mirrors: mirrors.map(prefix => parseRegistryMirror(`${upstream}=${prefix}`)), environment: {...process.env, DOCKER_CONFIG: path.join(home, 'none')},
		pausesMs: [50, 100], retryPausesMs: [50, 50, 100, 100], ...options,
	}, event => events.push(event), by);
	return {pulled, events};
}

async function fails(t: ExecutionContext, code: ErrorCode, work: Promise<unknown>): Promise<SingleKubeError> {
	const error = await t.throwsAsync(work, {instanceOf: SingleKubeError});
	t.is(error.code, code, `${error.message}\n${error.seen.join('\n')}`);
	return error;
}

const behind = (prefix = 'k8s'): string => `localhost:${faulty.port}/${prefix}`;
const from = ({events}: Run): string[] => events.flatMap(event => event.type === 'image-pull-finished' ? [`${event.image} ${event.from}`] : []).sort();

test.serial('images come from a mirror and have upstream\'s names, and no name of the mirror is left', async t => {
	const run = await pull([`${plain.host}/k8s`]);
	t.deepEqual(run.pulled, [one, two]);
	t.deepEqual(await names(), [two, one]);
	t.deepEqual(from(run), [`${two} ${plain.host}`, `${one} ${plain.host}`]);
	const last = run.events.findLast(event => event.type === 'image-pull-progressed' && event.image === one);
	t.true(last?.type === 'image-pull-progressed' && last.bytes === last.total && last.bytes > 2 * 400 * 1024, JSON.stringify(last));

	t.deepEqual(await pull(['127.0.0.1:1/none'], [one, two]), {pulled: [], events: []}, 'what is there is not asked for');
});

test.serial('a name that the mirror had on the engine before stays', async t => {
	const {host} = plain;
	await pull([`${host}/k8s`], [one]);
	await tagImage(engine, one, `${host}/k8s/one`, 'mine');
	await engine.docker.createImage({fromImage: `${host}/k8s/one`, tag: '1'}).then(async stream => new Promise<void>((resolve, reject) => {
		engine.docker.modem.followProgress(stream, error => error ? reject(error) : resolve());
	}));
	await untagImage(engine, one);
	const own = await names();
	t.is(own.length, 3, own.join(' '));
	await pull([`${host}/k8s`], [one]);
	t.deepEqual(await names(), [...own, one].sort());
	for (const name of [`${host}/k8s/one:mine`, `${host}/k8s/one:1`]) {
		await untagImage(engine, name);
	}
});

test.serial('what the first mirror lacks comes from the second, image by image', async t => {
	faulty.fail({kind: 'lacks', repository: 'k8s/group/two'});
	const run = await pull([behind(), `${plain.host}/other`]);
	t.deepEqual(from(run), [`${two} ${plain.host}`, `${one} localhost:${faulty.port}`]);
	t.deepEqual(await names(), [two, one]);
});

test.serial('an image that nobody has is named, with every place that was asked, before anything is pulled', async t => {
	faulty.fail({kind: 'lacks', repository: 'k8s/group/two'});
	const error = await fails(t, 'IMAGE_NOT_FOUND', pull([behind(), `${plain.host}/nowhere`]));
	t.true(error.message.includes(two) && !error.message.includes(one));
	t.deepEqual(error.seen.map(line => line.split(': ')[0]), [`${behind()}/group/two:v2`, `${plain.host}/nowhere/group/two:v2`, two]);
	t.regex(error.hint!, /docker push localhost:\d+\/k8s\/group\/two:v2/);
	// The platform is in the configuration, which is a blob as well.
	t.true(faulty.log().filter(line => line.includes('/one/blobs/')).length <= 1, faulty.log().join('\n'));
	t.deepEqual(await names(), []);
});

test.serial('429, 500 and 503 are asked again, for manifests as well as for layers', async t => {
	faulty.fail({kind: 'status', status: 429, on: 'manifests', times: 3, retryAfter: 1}, {kind: 'status', status: 503, on: 'manifests', times: 1});
	await pull([behind(), 'none'], [one]);
	t.is(faulty.log().filter(line => line.endsWith(' 429')).length, 3);

	faulty.fail({kind: 'status', status: 429, on: 'blobs', times: 3}, {kind: 'status', status: 500, on: 'blobs', times: 1});
	await pull([behind(), 'none'], [two]);
	t.deepEqual(await names(), [two, one]);
});

test.serial('a registry that answers nothing but 429 is given up, and nothing is left', async t => {
	faulty.fail({kind: 'status', status: 429, on: 'manifests', times: 1000});
	const error = await fails(t, 'REGISTRY_UNREACHABLE', pull([behind(), 'none'], [one]));
	t.regex(error.seen.join('\n'), /toomanyrequests/);
	t.deepEqual(await names(), []);
});

test.serial('a connection that breaks in a layer is taken up where it broke', async t => {
	faulty.fail({kind: 'drop', times: 1});
	await pull([behind(), 'none'], [one]);
	t.deepEqual(await names(), [one]);
	t.true(faulty.log().some(line => line.endsWith('200 drop')) && faulty.log().some(line => line.endsWith(' 206')), faulty.log().join('\n'));
});

test.serial('a layer that stops coming is asked for again', async t => {
	faulty.fail({kind: 'hang', times: 1});
	const {events} = await pull([behind(), 'none'], [one], {stallMs: 1500});
	t.true(faulty.log().some(line => line.endsWith('200 hang')));
	t.true(events.some(event => event.type === 'noted' && event.text.includes('nothing came for 1.5 s')));
	t.deepEqual(await names(), [one]);
});

test.serial('a layer that is not what its digest promises is refused, and the next mirror is taken at once', async t => {
	faulty.fail({kind: 'wrong-byte', times: 100});
	const run = await pull([behind(), `${plain.host}/other`], [two]);
	t.deepEqual(from(run), [`${two} ${plain.host}`]);
	t.true(faulty.log().filter(line => line.endsWith('200 wrong-byte')).length <= 2, faulty.log().join('\n'));
	t.true(run.events.some(event => event.type === 'warned' && event.text.includes('verification failed')));
	t.deepEqual(await names(), [two]);
});

test.serial('a manifest that is not what its digest promises is refused as well', async t => {
	// One that the engine has never seen: it keeps manifests, and takes its own copy where the digest is the same.
	const three = `${upstream}/three:1`;
	await pushNoise(engine, plain, 'k8s/three:1');
	await pushNoise(engine, plain, 'other/three:1');
	faulty.fail({kind: 'wrong-manifest', times: 100});
	const error = await fails(t, 'IMAGE_CORRUPT', pull([behind(), 'none'], [three]));
	t.true(error.message.includes(`localhost:${faulty.port}`) && error.message.includes(three));
	t.deepEqual(await names(), []);
	const run = await pull([behind(), `${plain.host}/other`], [three]);
	t.deepEqual(from(run), [`${three} ${plain.host}`]);
	t.deepEqual(await names(), [three]);
	await untagImage(engine, three);
});

test.serial('where no other mirror is left it is an error that names the host and the image', async t => {
	faulty.fail({kind: 'wrong-byte', times: 100});
	const error = await fails(t, 'IMAGE_CORRUPT', pull([behind(), 'none'], [two]));
	t.true(error.message.includes(`localhost:${faulty.port}`) && error.message.includes(two));
	t.deepEqual(await names(), []);
});

test.serial('a pull that is aborted ends at once and leaves no name', async t => {
	faulty.fail({kind: 'hang', times: 10});
	const controller = new AbortController();
	const pulling = pull([behind(), 'none'], [one, two], {}, controller.signal);
	while (!faulty.log().some(line => line.endsWith('hang'))) {
		await new Promise(resolve => {
			setTimeout(resolve, 20);
		});
	}

	const startedAt = performance.now();
	controller.abort(new Error('enough'));
	await t.throwsAsync(pulling, {message: 'enough'});
	t.true(performance.now() - startedAt < 2000);
	t.deepEqual(await names(), []);
	faulty.fail();
	await pull([behind(), 'none'], [one]);
	t.deepEqual(await names(), [one]);
});

test.serial('without its authority the private registry is not trusted, and the error has the command that gives it', async t => {
	await forgetRegistries();
	const error = await fails(t, 'REGISTRY_UNTRUSTED', pull([`${secret.host}/k8s`, 'none'], [one]));
	t.true(error.hint!.includes(`install -D -m 644 ca.crt /etc/docker/certs.d/${secret.host}/ca.crt`), error.hint);
	t.deepEqual(await registryAnswers(engine, one, [parseRegistryMirror(`${upstream}=${secret.host}`), parseRegistryMirror(`${upstream}=none`)]).then(({answers}) => answers), false);
});

test.serial('with it we are denied until we say who we are, by docker login\'s file or by a helper', async t => {
	const caFile = path.join(home, 'ca.crt');
	await writeFile(caFile, secret.ca);
	const said: SingleKubeEvent[] = [];
	await trustRegistry(engine, secret.host, caFile, event => said.push(event));
	await trustRegistry(engine, secret.host, caFile, event => said.push(event));
	t.is(said.length, 1, 'what is there already is not said again');
	await pushNoise(engine, secret, 'k8s/one:1');

	const error = await fails(t, 'REGISTRY_DENIED', pull([`${secret.host}/k8s`, 'none'], [one]));
	t.true(error.hint!.includes(`docker login ${secret.host}`), error.hint);

	const {username, password} = secret.auth;
	const wrong = await configured('wrong', {auths: {[secret.host]: {auth: Buffer.from(`${username}:other`).toString('base64')}}});
	const denied = await fails(t, 'REGISTRY_DENIED', pull([`${secret.host}/k8s`, 'none'], [one], {environment: wrong}));
	t.notRegex(JSON.stringify([denied.message, denied.seen, denied.hint]), /other/);

	const auths = await configured('auths', {auths: {[secret.host]: {auth: Buffer.from(`${username}:${password}`).toString('base64')}}});
	await pull([`${secret.host}/k8s`, 'none'], [one], {environment: auths});
	t.deepEqual(await names(), [one]);

	await removeWanted();
	const helper = await configured('helper', {credHelpers: {[secret.host]: 'pulls'}});
	await writeFile(path.join(home, 'docker-credential-pulls'), `#!/bin/sh\nread -r host\n[ "$1 $host" = "get ${secret.host}" ] || exit 2\nprintf '{"Username":"${username}","Secret":"${password}"}'\n`);
	await chmod(path.join(home, 'docker-credential-pulls'), 0o755);
	const run = await pull([`${secret.host}/k8s`, 'none'], [one], {environment: {...helper, PATH: `${home}:${process.env['PATH']}`}});
	t.deepEqual(await names(), [one]);
	t.false(JSON.stringify(run.events).includes(password));
});

test.serial('a helper that is broken does not stand between us and what is public', async t => {
	const broken = await configured('broken', {credsStore: 'there-is-none'});
	const {events} = await pull([`${plain.host}/k8s`, 'none'], [one], {environment: broken});
	t.true(events.some(event => event.type === 'warned' && event.text.includes('docker-credential-there-is-none')));
	t.deepEqual(await names(), [one]);
});

test.serial('what was given to engines is taken back, and nothing else', async t => {
	const theirs = path.join(trustDirectory, secret.host, 'theirs.crt');
	await writeFile(theirs, secret.ca);
	t.deepEqual(await forgetRegistries(), [secret.host]);
	t.true(existsSync(theirs));
	t.deepEqual(await forgetRegistries(), []);
	await rm(path.dirname(theirs), {recursive: true});
	await rmdir(trustDirectory).catch(() => undefined);
});

test.serial('whether registries answer is known within the limit, and why', async t => {
	const mirrors = (...prefixes: readonly string[]) => [...prefixes, 'none'].map(prefix => parseRegistryMirror(`${upstream}=${prefix}`));
	t.deepEqual(await registryAnswers(engine, one, mirrors('127.0.0.1:1', `${plain.host}/k8s`)), {answers: true, why: `${plain.host}/k8s/one:1 is there`});
	const lacking = await registryAnswers(engine, one, mirrors('127.0.0.1:1', `${plain.host}/nowhere`));
	t.false(lacking.answers);
	t.regex(lacking.why, /127\.0\.0\.1:1\/one:1: .*connection refused; localhost:\d+\/nowhere\/one:1: manifest unknown/);

	// What takes a connection and says nothing is what a firewall looks like.
	const silent = createServer();
	await new Promise<void>(resolve => void silent.listen(0, '127.0.0.1', resolve));
	try {
		const {port} = silent.address() as {port: number};
		const startedAt = performance.now();
		const {answers, why} = await registryAnswers(engine, one, mirrors(`127.0.0.1:${port}`), 800);
		t.false(answers);
		t.regex(why, /no answer within 0\.8 s/);
		t.true(performance.now() - startedAt < 2000);
	} finally {
		silent.close();
	}
});

async function configured(name: string, config: object): Promise<NodeJS.ProcessEnv> {
	const directory = path.join(home, name);
	await mkdir(directory, {recursive: true});
	await writeFile(path.join(directory, 'config.json'), JSON.stringify(config), {mode: 0o600});
	return {...process.env, DOCKER_CONFIG: directory};
}
