import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {SingleKubeError} from '../../src/errors.ts';
import {ignoreEvents} from '../../src/events.ts';
import {findImages, type FoundImage} from '../../src/upstream/find-images.ts';
import {parseRegistryMirror} from '../../src/upstream/mirrors.ts';
import {registryAnswers} from '../../src/upstream/probe.ts';
import {openAccess} from '../../src/upstream/registry-access.ts';
import {type Asked, fakeEngine, has, type Said, says} from './fake-engine.ts';

const never = new AbortController().signal;
const refused = says(500, 'Get "https://registry.k8s.io/v2/": dial tcp 127.0.0.1:443: connect: connection refused');

async function find(t: ExecutionContext, wanted: readonly string[], mirrors: readonly string[], answers: Readonly<Record<string, readonly Said[]>>, {present = [], limitMs = 5000, config = {}}: {readonly present?: readonly string[]; readonly limitMs?: number; readonly config?: object} = {}): Promise<{readonly found: readonly FoundImage[]; readonly asked: readonly Asked[]}> {
	const {engine, asked, directory} = await fakeEngine(t, answers, {present});
	await writeFile(path.join(directory, 'config.json'), JSON.stringify(config));
	const access = await openAccess(engine, {environment: {DOCKER_CONFIG: directory}, limitMs, pausesMs: [1, 1]}, ignoreEvents, never);
	return {found: await findImages(access, wanted, mirrors.map(text => parseRegistryMirror(text))), asked};
}

const codeOf = async (t: ExecutionContext, work: Promise<unknown>) => t.throwsAsync(work, {instanceOf: SingleKubeError});

test('what the engine has under upstream\'s name is not asked for, Docker Hub\'s short names included', async t => {
	const {found, asked} = await find(t, ['registry.k8s.io/pause:3.10', 'docker.io/library/debian:bookworm-slim'], [], {}, {present: ['registry.k8s.io/pause:3.10', 'debian:bookworm-slim']});
	t.deepEqual([found, asked], [[], []]);
});

test('an image that is there for another architecture is taken from the next place', async t => {
	const {found} = await find(t, ['registry.k8s.io/pause:3.10'], ['registry.k8s.io=a.example'], {
		'a.example/pause:3.10': [has('arm64', 's390x')], 'registry.k8s.io/pause:3.10': [has('arm64', 'amd64')],
	});
	t.like(found[0], {candidate: 'registry.k8s.io/pause:3.10', rest: []});
});

test('where it is for another architecture everywhere, the error says for which', async t => {
	const error = await codeOf(t, find(t, ['registry.k8s.io/pause:3.10'], [], {'registry.k8s.io/pause:3.10': [has('arm64', 's390x')]}));
	t.is(error.code, 'IMAGE_NOT_FOUND');
	t.deepEqual(error.seen, ['registry.k8s.io/pause:3.10: it is there for linux/arm64, linux/s390x, not for the engine\'s linux/amd64']);
});

test('a registry that does not tell for which architecture is believed', async t => {
	t.is((await find(t, ['registry.k8s.io/pause:3.10'], [], {'registry.k8s.io/pause:3.10': [has()]})).found.length, 1);
});

test('each image that cannot be had is named, those that can be had are not', async t => {
	const error = await codeOf(t, find(t, ['registry.k8s.io/a:1', 'registry.k8s.io/b:1', 'registry.k8s.io/c:1'], ['registry.k8s.io=m.example'], {
		'm.example/b:1': [has('amd64')], 'registry.k8s.io/a:1': [refused], 'registry.k8s.io/c:1': [refused],
	}));
	t.is(error.code, 'IMAGE_NOT_FOUND', 'a closed network is no reason to say that no registry answered: the mirror did');
	t.is(error.message, 'no registry has for this engine: registry.k8s.io/a:1, registry.k8s.io/c:1');
	t.deepEqual(error.seen.map(line => line.split(': ')[0]), ['m.example/a:1', 'registry.k8s.io/a:1', 'm.example/c:1', 'registry.k8s.io/c:1']);
});

test('what a person can mend gives the code: no trust before no right, no right before no image, no image before no answer', async t => {
	const answers = {
		untrusted: says(500, 'x509: certificate signed by unknown authority'), denied: says(401, 'unauthorized: authentication required'),
		lacking: says(404, 'manifest unknown'), refused,
	};
	const code = async (mirror: Said, own: Said) => (await codeOf(t, find(t, ['registry.k8s.io/a:1'], ['registry.k8s.io=m.example:1'], {'m.example:1/a:1': [mirror], 'registry.k8s.io/a:1': [own]})));
	t.is((await code(answers.denied, answers.untrusted)).code, 'REGISTRY_UNTRUSTED');
	t.is((await code(answers.denied, answers.refused)).hint, 'Log in, as the user that starts single-kube: docker login m.example:1');
	t.is((await code(answers.refused, answers.lacking)).code, 'IMAGE_NOT_FOUND');
	t.is((await code(answers.refused, answers.refused)).code, 'REGISTRY_UNREACHABLE');
	t.regex((await code(answers.untrusted, answers.refused)).hint!, /install -D -m 644 ca\.crt \/etc\/docker\/certs\.d\/m\.example:1\/ca\.crt/);
});

test('429 and 5xx are asked again, but not for ever; 404 is not', async t => {
	const busy = says(500, 'toomanyrequests: slow down');
	const {asked} = await find(t, ['registry.k8s.io/a:1'], [], {'registry.k8s.io/a:1': [busy, says(500, 'received unexpected HTTP status: 502 Bad Gateway'), has('amd64')]});
	t.is(asked.length, 3);
	t.is((await codeOf(t, find(t, ['registry.k8s.io/a:1'], [], {'registry.k8s.io/a:1': [busy]}))).code, 'REGISTRY_UNREACHABLE');
});

test('a registry that does not answer is waited for once, not once an image', async t => {
	const images = Array.from({length: 20}, (_, index) => `registry.k8s.io/i${index}:1`);
	const {engine, asked, directory} = await fakeEngine(t, Object.fromEntries(images.map(image => [image, ['hang']])));
	const access = await openAccess(engine, {environment: {DOCKER_CONFIG: directory}, limitMs: 200, pausesMs: []}, ignoreEvents, never);
	const startedAt = performance.now();
	const error = await codeOf(t, findImages(access, images, []));
	t.is(error.code, 'REGISTRY_UNREACHABLE');
	t.regex(error.seen[0]!, /no answer within 0\.2 s/);
	t.true(asked.length <= 8, `${asked.length} questions`);
	t.true(performance.now() - startedAt < 5000);
});

test('each registry gets its own credentials and no other\'s', async t => {
	const config = {auths: {'m.example': {auth: Buffer.from('me:secret').toString('base64')}}};
	const {asked} = await find(t, ['registry.k8s.io/a:1'], ['registry.k8s.io=m.example'], {'registry.k8s.io/a:1': [has('amd64')]}, {config});
	t.deepEqual(asked, [
		{reference: 'm.example/a:1', auth: {serveraddress: 'm.example', username: 'me', password: 'secret'}}, {reference: 'registry.k8s.io/a:1', auth: undefined},
	]);
});

test('whether registries answer is yes when the engine has the image, and no when there is no place to ask', async t => {
	const {engine, directory} = await fakeEngine(t, {}, {present: ['registry.k8s.io/pause:3.10']});
	const ask = async (reference: string, ...mirrors: readonly string[]) => registryAnswers(engine, reference, mirrors.map(text => parseRegistryMirror(text)), 500, never, {DOCKER_CONFIG: directory});
	t.deepEqual(await ask('registry.k8s.io/pause:3.10'), {answers: true, why: 'the engine has registry.k8s.io/pause:3.10'});
	t.false((await ask('registry.k8s.io/pause:3.9', 'registry.k8s.io=none')).answers);
});
