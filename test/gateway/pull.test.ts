import test, {type ExecutionContext} from 'ava';
import {nameOfPull, type Origin, originIn} from '../../src/gateway/local-image.ts';
import {json} from './helpers/fake-engine.ts';
import {messageIn, openWorld, type World} from './helpers/world.ts';

const pull = '/v1.40/images/create?fromImage=app&tag=latest';
const id = `sha256:${'1'.repeat(64)}`;
const digest = `sha256:${'2'.repeat(64)}`;
const builtHere = {Id: id, RepoTags: ['app:latest'], RepoDigests: []};
const pulled = {Id: id, RepoTags: ['app:latest'], RepoDigests: [`app@${digest}`]};
const inContainerd = {Id: digest, RepoTags: ['app:latest'], RepoDigests: [`app@${digest}`]};
const upToDate = '{"status":"Status: Image is up to date for app:latest"}\r\n';

/** An engine with this image, or none, whose registries answer pulls with this status and text. */
async function openRegistry(t: ExecutionContext, image: object | undefined, status: number, ...chunks: readonly (string | Buffer)[]): Promise<World> {
	const world = await openWorld(t);
	world.engine.handlers.set('GET /images/app:latest/json', (_request, response) => json(response, image ? 200 : 404, image ?? {message: 'No such image: app:latest'}));
	world.engine.handlers.set('POST /images/create', (_request, response) => {
		response.writeHead(status, {'Content-Type': 'application/json'});
		for (const chunk of chunks) {
			response.write(chunk);
		}

		response.end();
	});
	return world;
}

const pulls = ({engine}: World): string[] => engine.received.filter(({method}) => method === 'POST').map(({url}) => url);

test('an image that was built here is up to date, and no registry is asked', async t => {
	const world = await openRegistry(t, builtHere, 500);
	const answer = await world.call('POST', pull, {headers: {'X-Registry-Auth': 'e30='}});
	t.is(answer.status, 200);
	t.is(answer.text, upToDate);
	t.deepEqual(pulls(world), []);
	t.deepEqual(world.traces[0]!.notes, ['not pulled: app:latest was made on this engine']);
});

test('an image that came from a registry is pulled as it is', async t => {
	const stream = '{"status":"Pulling from library/app","id":"latest"}\r\n{"error":"denied"}\r\n';
	const world = await openRegistry(t, pulled, 200, stream);
	t.is((await world.call('POST', pull)).text, stream);
	t.deepEqual(pulls(world), [pull]);
	t.deepEqual(world.traces[0]!.notes, []);
});

test('a failed pull of what came from a registry stays failed', async t => {
	const world = await openRegistry(t, pulled, 500, '{"message":"no route to host"}');
	const answer = await world.call('POST', pull);
	t.is(answer.status, 500);
	t.is(messageIn(answer), 'no route to host');
});

test('of an image that exists nowhere the error says so, whenever the engine gives it', async t => {
	const early = await (await openRegistry(t, undefined, 404, '{"message":"pull access denied for app"}\n')).call('POST', pull);
	t.is(early.status, 404);
	t.regex(messageIn(early), /^pull access denied for app; nor is there an image app:latest on this engine/);
	const late = await (await openRegistry(t, undefined, 200, '{"status":"Pulling"}\r\n{"errorDetail":{"message":"unexp', 'ected EOF"},"error":"unexpected EOF"}\r\n')).call('POST', pull);
	const [first, second] = late.text.trim().split('\r\n').map(line => JSON.parse(line) as {status?: string; error?: string; errorDetail?: {message: string}});
	t.deepEqual(first, {status: 'Pulling'});
	t.regex(second!.error!, /^unexpected EOF; nor is there an image app:latest on this engine/);
	t.is(second!.errorDetail!.message, second!.error!);
});

test('a pull that works is passed on byte by byte', async t => {
	const stream = Buffer.from('{"status":"Téléchargement","id":"ü"}\r\n{"status":"Status: Downloaded newer image for app:latest"}\r\n{"aux":1}');
	for (const [image, at] of [[undefined, 12], [inContainerd, 30]] as const) {
		const world = await openRegistry(t, image, 200, stream.subarray(0, at), stream.subarray(at));
		t.is((await world.call('POST', pull)).text, stream.toString());
		t.deepEqual(pulls(world), [pull]);
	}
});

test('where the engine does not tell what was built here, a pull that fails falls back to the engine\'s own image and says so', async t => {
	const early = await openRegistry(t, inContainerd, 404, '{"message":"pull access denied"}');
	const late = await openRegistry(t, inContainerd, 200, '{"status":"Pulling"}\r\n', '{"errorDetail":{"message":"pull access denied"},"error":"pull access denied"}\r\n');
	const told = '{"status":"single-kube: app:latest could not be pulled, and the engine\'s own is used: pull access denied"}\r\n';
	t.is((await early.call('POST', pull)).text, told + upToDate);
	t.is((await late.call('POST', pull)).text, `{"status":"Pulling"}\r\n${told}${upToDate}`);
	for (const world of [early, late]) {
		t.is(world.traces[0]!.status, 200);
		t.deepEqual(world.traces[0]!.notes, ['not pulled: pull access denied; the engine\'s own app:latest is used']);
	}
});

test('an engine that goes away in the middle of a pull is no success', async t => {
	const world = await openWorld(t);
	world.engine.handlers.set('GET /images/app:latest/json', (_request, response) => json(response, 200, inContainerd));
	world.engine.handlers.set('POST /images/create', (_request, response) => {
		response.writeHead(200, {'Content-Type': 'application/json'});
		response.write('{"status":"Pulling"}\r\n', () => response.destroy());
	});
	await t.throwsAsync(world.call('POST', pull), {code: 'ECONNRESET'});
});

const named = test.macro((t, query: string, repository?: string, tag?: string) => {
	t.deepEqual(nameOfPull(new URLSearchParams(query)), repository === undefined ? undefined : {repository, tag: tag!});
});

test('a name with its tag beside it', named, 'fromImage=app&tag=latest', 'app', 'latest');
test('a name with its tag in it', named, 'fromImage=localhost:5000/team/app:v1', 'localhost:5000/team/app', 'v1');
test('a registry\'s port is no tag', named, 'fromImage=localhost:5000/app&tag=v1', 'localhost:5000/app', 'v1');
test('no image of this engine stands in for all tags of a repository', named, 'fromImage=localhost:5000/app');
test('nor for a digest', named, `fromImage=app&tag=${digest}`);
test('nor for a digest in the name', named, `fromImage=app@${digest}`);
test('nor for another platform\'s image', named, 'fromImage=app&tag=latest&platform=linux/arm64');
test('nor for what is no name', named, 'fromImage=../containers/x&tag=latest');

const origin = test.macro((t, inspected: {[key: string]: unknown}, repository: string, expected: Origin) => {
	t.is(originIn({Id: id, ...inspected}, repository), expected);
});

test('a registry\'s image under a name that was given here was made here', origin, {RepoDigests: [`nginx@${digest}`]}, 'app', 'made-here');
test('Docker Hub has several spellings', origin, {RepoDigests: [`app@${digest}`]}, 'docker.io/library/app', 'from-a-registry');
test('an image without digests was made here, if they are missing, too', origin, {RepoDigests: null}, 'app', 'made-here');
test('what was built here is told by its identity, whatever its digest', origin, {Id: digest, RepoDigests: [`app@${digest}`], Identity: {Build: [{Ref: 'x'}]}}, 'app', 'made-here');
test('so is what was pulled', origin, {Id: digest, RepoDigests: [`app@${digest}`], Identity: {Pull: [{Repository: 'docker.io/library/app'}]}}, 'app', 'from-a-registry');
test('an empty identity tells nothing', origin, {Id: digest, RepoDigests: [`app@${digest}`], Identity: {}}, 'app', 'untold');
