import {createHash} from 'node:crypto';
import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {type ConnectOptions, connectEngine} from '../../src/engine/connect.ts';
import type {Engine} from '../../src/engine/engine.ts';
import {SingleKubeError} from '../../src/errors.ts';
import {ignoreEvents} from '../../src/events.ts';
import {listen, makeDirectory} from './fake-engine.ts';

type Place = {readonly directory: string; readonly config: string; readonly defaultSocket: string; readonly env: NodeJS.ProcessEnv};

async function makePlace(t: ExecutionContext): Promise<Place> {
	const directory = await makeDirectory(t);
	const config = path.join(directory, 'config');
	await mkdir(config);
	return {directory, config, defaultSocket: path.join(directory, 'default.sock'), env: {HOME: directory, DOCKER_CONFIG: config, SINGLE_KUBE_ENGINE_DIR: path.join(directory, 'engine')}};
}

async function putContext({config}: Place, name: string, host: string): Promise<string> {
	const directory = path.join(config, 'contexts', 'meta', createHash('sha256').update(name).digest('hex'));
	await mkdir(directory, {recursive: true});
	await writeFile(path.join(directory, 'meta.json'), JSON.stringify({Name: name, Metadata: {}, Endpoints: {docker: {Host: host, SkipTLSVerify: false}}}));
	return path.join(directory, 'meta.json');
}

const putCurrent = async ({config}: Place, name: string) => writeFile(path.join(config, 'config.json'), JSON.stringify({auths: {}, currentContext: name}));

async function connect({env, defaultSocket}: Place, options: Partial<ConnectOptions> = {}): Promise<Engine> {
	return connectEngine({engine: 'auto', install: false, start: false, defaultSocket, env, ...options}, ignoreEvents, AbortSignal.timeout(20_000));
}

async function failure(t: ExecutionContext, work: Promise<unknown>): Promise<SingleKubeError> {
	return (await t.throwsAsync(work, {instanceOf: SingleKubeError}))!;
}

test('DOCKER_HOST goes before DOCKER_CONTEXT, that before the current context, that before the default socket', async t => {
	const place = await makePlace(t);
	const at = (name: string) => path.join(place.directory, `${name}.sock`);
	for (const name of ['variable', 'chosen', 'current', 'default']) {
		await listen(t, at(name));
	}

	t.is((await connect(place)).socketPath, at('default'));
	await putContext(place, 'current', `unix://${at('current')}`);
	await putCurrent(place, 'current');
	t.is((await connect(place)).socketPath, at('current'));
	await putContext(place, 'chosen', `unix://${at('chosen')}`);
	const chosen = {...place, env: {...place.env, DOCKER_CONTEXT: 'chosen'}};
	t.is((await connect(chosen)).socketPath, at('chosen'));
	const variable = await connect({...chosen, env: {...chosen.env, DOCKER_HOST: `unix://${at('variable')}`}});
	t.like(variable, {socketPath: at('variable'), host: `unix://${at('variable')}`, origin: 'DOCKER_HOST'});
});

test('the context "default" means the default socket, whatever config.json says', async t => {
	const place = await makePlace(t);
	await listen(t, place.defaultSocket);
	await putCurrent(place, 'elsewhere');
	t.is((await connect({...place, env: {...place.env, DOCKER_CONTEXT: 'default'}})).socketPath, place.defaultSocket);
});

test('an engine that was named and does not answer is an error, though another one would', async t => {
	const place = await makePlace(t);
	await listen(t, place.defaultSocket);
	const nowhere = `unix://${path.join(place.directory, 'nowhere.sock')}`;
	t.is((await failure(t, connect({...place, env: {...place.env, DOCKER_HOST: nowhere}}))).code, 'ENGINE_UNREACHABLE');
	await putContext(place, 'away', nowhere);
	await putCurrent(place, 'away');
	const error = await failure(t, connect(place));
	t.is(error.code, 'ENGINE_UNREACHABLE');
	t.regex(error.message, /the context away/);
});

test('without any engine auto says what it looked for, and host does not look further', async t => {
	const place = await makePlace(t);
	const auto = await failure(t, connect(place));
	t.is(auto.code, 'ENGINE_UNREACHABLE');
	t.regex(auto.seen.join('\n'), /default\.sock/);
	t.regex(auto.hint ?? '', /single-kube engine start/);
	t.regex((await failure(t, connect(place, {engine: 'host'}))).message, /the default socket/);
});

test('auto takes the embedded engine where the default socket is dead', async t => {
	const place = await makePlace(t);
	await mkdir(path.join(place.directory, 'engine'));
	const socket = path.join(place.directory, 'engine', 'docker.sock');
	await listen(t, socket);
	t.like(await connect(place), {socketPath: socket, origin: 'the embedded engine'});
	await listen(t, place.defaultSocket);
	t.is((await connect(place)).socketPath, place.defaultSocket);
	t.is((await connect(place, {engine: 'embedded'})).socketPath, socket);
});

test('an engine that hangs is unreachable after five seconds', async t => {
	const place = await makePlace(t);
	const host = await listen(t, path.join(place.directory, 'hangs.sock'), () => undefined);
	const startedAt = performance.now();
	const error = await failure(t, connect({...place, env: {...place.env, DOCKER_HOST: host}}));
	t.is(error.code, 'ENGINE_UNREACHABLE');
	t.regex(error.message, /within 5 s/);
	t.true(performance.now() - startedAt < 8000);
});

test('an abort ends the wait with its own reason', async t => {
	const place = await makePlace(t);
	const host = await listen(t, path.join(place.directory, 'hangs.sock'), () => undefined);
	const reason = new Error('enough');
	const controller = new AbortController();
	setTimeout(() => controller.abort(reason), 50);
	t.is(await t.throwsAsync(connectEngine({engine: 'auto', install: false, env: {...place.env, DOCKER_HOST: host}}, ignoreEvents, controller.signal)), reason);
});

test('whatever answers without being an engine is unreachable', async t => {
	const place = await makePlace(t);
	const host = await listen(t, path.join(place.directory, 'web.sock'), (_, response) => response.writeHead(404).end('no'));
	t.is((await failure(t, connect({...place, env: {...place.env, DOCKER_HOST: host}}))).code, 'ENGINE_UNREACHABLE');
});

const brokenFiles: ReadonlyArray<readonly [string, string]> = [
	['no JSON', '{"Endpoints":'],
	['no endpoint', '{"Name":"broken","Endpoints":{}}'],
	['a host that is no text', '{"Endpoints":{"docker":{"Host":7}}}'],
];
for (const [what, text] of brokenFiles) {
	test(`a context file with ${what} is named in the error`, async t => {
		const place = await makePlace(t);
		const file = await putContext(place, 'broken', 'unix:///x');
		await writeFile(file, text);
		const error = await failure(t, connect({...place, env: {...place.env, DOCKER_CONTEXT: 'broken'}}));
		t.is(error.code, 'ENGINE_CONTEXT_INVALID');
		t.true(error.message.includes(file));
	});
}

test('a broken config.json and a context that does not exist are errors of their own', async t => {
	const place = await makePlace(t);
	t.regex((await failure(t, connect({...place, env: {...place.env, DOCKER_CONTEXT: 'lost'}}))).message, /lost does not exist/);
	await writeFile(path.join(place.config, 'config.json'), 'currentContext: x');
	const error = await failure(t, connect(place));
	t.is(error.code, 'ENGINE_CONTEXT_INVALID');
	t.true(error.message.includes(path.join(place.config, 'config.json')));
});

for (const host of ['gopher://somewhere', 'tcp://[', 'fd://']) {
	test(`DOCKER_HOST=${host} names no engine`, async t => {
		const place = await makePlace(t);
		t.is((await failure(t, connect({...place, env: {...place.env, DOCKER_HOST: host}}))).code, 'ENGINE_CONTEXT_INVALID');
	});
}
