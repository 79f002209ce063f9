import {chmod, mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {SingleKubeError} from '../../src/errors.ts';
import {type Credentials, dockerCredentials} from '../../src/upstream/credentials.ts';
import {makeDirectory} from '../engine/fake-engine.ts';

const secret = 'pa:ss word';
const basic = (text: string): string => Buffer.from(text).toString('base64');
const never = new AbortController().signal;

async function withConfig(t: ExecutionContext, config: unknown, helper = ''): Promise<Credentials & {readonly env: NodeJS.ProcessEnv}> {
	const directory = await makeDirectory(t);
	const env = {DOCKER_CONFIG: directory, PATH: `${directory}:${process.env['PATH']}`};
	await writeFile(path.join(directory, 'config.json'), typeof config === 'string' ? config : JSON.stringify(config));
	await writeFile(path.join(directory, 'docker-credential-own'), `#!/bin/sh\nread -r host\necho "$host $1" >> ${directory}/asked\n${helper}\n`);
	await chmod(path.join(directory, 'docker-credential-own'), 0o755);
	return Object.assign(await dockerCredentials(env, never), {env});
}

test('what docker login wrote is found, a colon in the password included', async t => {
	const find = await withConfig(t, {auths: {'localhost:5000': {auth: basic(`me:${secret}`)}}});
	t.deepEqual(await find('localhost:5000'), {serveraddress: 'localhost:5000', username: 'me', password: secret});
	t.is(await find('localhost:5001'), undefined);
});

test('a token is passed on as one', async t => {
	const find = await withConfig(t, {auths: {'a.example': {auth: basic('me:'), identitytoken: 'tok'}}});
	t.deepEqual(await find('a.example'), {serveraddress: 'a.example', identitytoken: 'tok'});
});

test('Docker Hub and entries that are written as addresses are found by the host', async t => {
	const find = await withConfig(t, {auths: {'https://index.docker.io/v1/': {auth: basic('hub:1')}, 'https://a.example/v2/': {auth: basic('a:2')}}});
	t.like(await find('docker.io'), {serveraddress: 'https://index.docker.io/v1/', username: 'hub'});
	t.like(await find('a.example'), {username: 'a', password: '2'});
});

test('no configuration is no credentials', async t => {
	t.is(await (await dockerCredentials({DOCKER_CONFIG: path.join(await makeDirectory(t), 'none')}, never))('a.example'), undefined);
	t.is(await (await withConfig(t, {}))('a.example'), undefined);
});

test('without DOCKER_CONFIG it is the home directory\'s', async t => {
	const home = await makeDirectory(t);
	await mkdir(path.join(home, '.docker'));
	await writeFile(path.join(home, '.docker/config.json'), JSON.stringify({auths: {'a.example': {auth: basic('a:b')}}}));
	t.like(await (await dockerCredentials({HOME: home}, never))('a.example'), {username: 'a'});
});

const saysYes = `printf '{"ServerURL":"x","Username":"me","Secret":"${secret}"}'`;

test('a registry\'s helper is asked for it by standard input, once, and before the file', async t => {
	const find = await withConfig(t, {credHelpers: {'a.example:1': 'own'}, auths: {'a.example:1': {auth: basic('file:x')}, 'b.example': {auth: basic('b:x')}}}, saysYes);
	t.deepEqual(await find('a.example:1'), {serveraddress: 'a.example:1', username: 'me', password: secret});
	await find('a.example:1');
	t.like(await find('b.example'), {username: 'b'});
	const {readFile} = await import('node:fs/promises');
	t.is(await readFile(path.join(find.env['DOCKER_CONFIG']!, 'asked'), 'utf8'), 'a.example:1 get\n');
});

test('the store of all is asked for what has no helper of its own, Docker Hub by its old name', async t => {
	const find = await withConfig(t, {credsStore: 'own'}, 'printf \'{"Username":"<token>","Secret":"%s"}\' "$host"');
	t.deepEqual(await find('docker.io'), {serveraddress: 'https://index.docker.io/v1/', identitytoken: 'https://index.docker.io/v1/'});
});

test('a helper that knows of no credentials is no error', async t => {
	t.is(await (await withConfig(t, {credsStore: 'own'}, 'echo credentials not found in native keychain; exit 1'))('a.example'), undefined);
});

const refuses = test.macro({
	async exec(t: ExecutionContext, config: unknown, helper: string, seen: RegExp) {
		const error = await t.throwsAsync(async () => (await withConfig(t, config, helper))('a.example'), {instanceOf: SingleKubeError});
		t.is(error.code, 'REGISTRY_CREDENTIALS_INVALID');
		const all = [error.message, ...error.seen, error.hint, String(error.cause), JSON.stringify(error)].join('\n');
		t.regex(all, seen);
		t.notRegex(all, /pa:ss/);
	},
	title: (title = '') => `${title} is an error that says which and tells no password`,
});

test('a file that is no JSON', refuses, `{"auths": {"a.example": {"auth": "${secret}"`, '', /config\.json cannot be used\nit is not JSON/);
test('an entry of another shape', refuses, {auths: {'a.example': {auth: 5}}}, '', /auths\.a\.example\.auth/);
test('an auth that is none', refuses, {auths: {'a.example': {auth: basic('nothing')}}}, '', /USER:PASSWORD/);
test('a helper that fails', refuses, {credsStore: 'own'}, `echo ${secret}; echo ${secret} >&2; exit 3`, /docker-credential-own[\s\S]*it ended with 3/);
test('a helper that prints something else', refuses, {credsStore: 'own'}, `echo ${secret}`, /Username and Secret/);
test('a helper that is not there', refuses, {credsStore: 'nowhere'}, '', /docker-credential-nowhere[\s\S]*no such program/);
test('a helper whose name leads elsewhere', refuses, {credsStore: '../own'}, '', /no program/);
