import {mkdir, readdir, readFile, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {SingleKubeError} from '../../src/errors.ts';
import {ignoreEvents, type SingleKubeEvent} from '../../src/events.ts';
import {createAuthority} from '../../src/pki/authority.ts';
import {forgetRegistries, trustRegistry} from '../../src/upstream/trust.ts';
import {fakeEngine} from './fake-engine.ts';

const authority = await createAuthority('test');
const host = 'a.example:5000';

test('the authority is put where engines look, without what else stands in its file, and said once', async t => {
	const {engine, directory} = await fakeEngine(t, {});
	const [file, certs] = [path.join(directory, 'ca.pem'), path.join(directory, 'certs.d')];
	await writeFile(file, `${authority.key}\n# ours\n${authority.certificate}`);
	const events: SingleKubeEvent[] = [];
	await trustRegistry(engine, host, file, event => events.push(event), certs);
	await trustRegistry(engine, host, file, event => events.push(event), certs);
	const target = path.join(certs, host, 'single-kube.crt');
	t.is(await readFile(target, 'utf8'), `${authority.certificate.trim()}\n`);
	t.is((await stat(target)).mode & 0o777, 0o644);
	t.is(events.length, 1);
});

test('what we put there is taken back, and what others put there is not', async t => {
	const {engine, directory} = await fakeEngine(t, {});
	const [file, certs] = [path.join(directory, 'ca.pem'), path.join(directory, 'certs.d')];
	await writeFile(file, authority.certificate);
	await mkdir(path.join(certs, 'theirs.example'), {recursive: true});
	await writeFile(path.join(certs, 'theirs.example', 'ca.crt'), 'theirs');
	await trustRegistry(engine, host, file, ignoreEvents, certs);
	t.deepEqual(await forgetRegistries(certs), [host]);
	t.deepEqual(await readdir(certs), ['theirs.example']);
	t.deepEqual(await forgetRegistries(certs), []);
	t.deepEqual(await forgetRegistries(path.join(directory, 'none')), []);
});

test('an engine on another machine is left to its owner, with the command to paste', async t => {
	const {engine, directory} = await fakeEngine(t, {}, {name: 'elsewhere'});
	const file = path.join(directory, 'ca.pem');
	await writeFile(file, authority.certificate);
	const error = await t.throwsAsync(trustRegistry(engine, host, file, ignoreEvents, path.join(directory, 'certs.d')), {instanceOf: SingleKubeError});
	t.is(error.code, 'REGISTRY_UNTRUSTED');
	t.true(error.hint!.includes(`install -D -m 644 ${file} /etc/docker/certs.d/${host}/ca.crt`));
	t.false((await readdir(directory)).includes('certs.d'));
});

test('what is no certificate, no file or no registry is refused, and nothing is written', async t => {
	const {engine, directory} = await fakeEngine(t, {});
	const certs = path.join(directory, 'certs.d');
	const [key, broken, good] = [path.join(directory, 'key'), path.join(directory, 'broken'), path.join(directory, 'good')];
	await writeFile(key, authority.key);
	await writeFile(broken, '-----BEGIN CERTIFICATE-----\nbm90aGluZw==\n-----END CERTIFICATE-----\n');
	await writeFile(good, authority.certificate);
	for (const [name, file] of [[host, key], [host, broken], [host, path.join(directory, 'none')], ['../../x', good], ['name', good]] as const) {
		const error = await t.throwsAsync(trustRegistry(engine, name, file, ignoreEvents, certs), {instanceOf: SingleKubeError});
		t.is(error.code, 'OPTION_INVALID', `${name} ${file}`);
		t.notRegex(`${error.message}${error.seen.join('')}`, /PRIVATE KEY/);
	}

	t.false((await readdir(directory)).includes('certs.d'));
});
