import {createHash} from 'node:crypto';
import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {findAddress} from '../../src/engine/find-address.ts';
import {sshArguments} from '../../src/engine/ssh-agent.ts';
import {SingleKubeError} from '../../src/errors.ts';
import {makeDirectory} from './fake-engine.ts';

const defaultSocket = '/var/run/docker.sock';

test('DOCKER_TLS_VERIFY takes the certificates of DOCKER_CERT_PATH, DOCKER_TLS takes any server', async t => {
	const certificates = await makeDirectory(t);
	for (const name of ['ca', 'cert', 'key']) {
		await writeFile(path.join(certificates, `${name}.pem`), name);
	}

	const env = {DOCKER_HOST: 'tcp://engine:2376', DOCKER_CERT_PATH: certificates};
	const verified = await findAddress({defaultSocket, env: {...env, DOCKER_TLS_VERIFY: '1'}});
	t.deepEqual(verified.tls, {ca: Buffer.from('ca'), cert: Buffer.from('cert'), key: Buffer.from('key'), verify: true});
	t.false((await findAddress({defaultSocket, env: {...env, DOCKER_TLS: '1'}})).tls?.verify);
	t.is((await findAddress({defaultSocket, env: {...env, DOCKER_TLS_VERIFY: ''}})).tls, undefined);
	t.is((await findAddress({defaultSocket, env: {DOCKER_HOST: 'engine:2375'}})).host, 'tcp://engine:2375');
});

test('a certificate without its key is refused', async t => {
	const certificates = await makeDirectory(t);
	await writeFile(path.join(certificates, 'cert.pem'), 'cert');
	const error = await t.throwsAsync(findAddress({defaultSocket, env: {DOCKER_HOST: 'tcp://engine:2376', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: certificates}}), {instanceOf: SingleKubeError});
	t.is(error.code, 'ENGINE_CONTEXT_INVALID');
	t.regex(error.seen.join(), /key\.pem does not exist/);
});

test('a context brings its own certificates', async t => {
	const config = await makeDirectory(t);
	const id = createHash('sha256').update('far').digest('hex');
	const tls = path.join(config, 'contexts', 'tls', id, 'docker');
	const meta = path.join(config, 'contexts', 'meta', id);
	await mkdir(tls, {recursive: true});
	await mkdir(meta, {recursive: true});
	await writeFile(path.join(tls, 'ca.pem'), 'ca');
	await writeFile(path.join(meta, 'meta.json'), '{"Endpoints":{"docker":{"Host":"tcp://far:2376","SkipTLSVerify":true}}}');
	const address = await findAddress({defaultSocket, env: {DOCKER_CONFIG: config, DOCKER_CONTEXT: 'far'}});
	t.like(address, {host: 'tcp://far:2376', explicit: true, tls: {ca: Buffer.from('ca'), verify: false}});
});

test('ssh is called as the Docker CLI calls it, and a host can smuggle in no option', t => {
	t.deepEqual(sshArguments(new URL('ssh://me@far:2222/run/d.sock')).slice(5),
		['-l', 'me', '-p', '2222', '--', 'far', 'docker', '--host', 'unix:///run/d.sock', 'system', 'dial-stdio']);
	const words = sshArguments(new URL('ssh://-oProxyCommand=x'));
	t.true(words.indexOf('--') < words.findIndex(word => word.startsWith('-oProxy') || word.startsWith('-oproxy')));
});
