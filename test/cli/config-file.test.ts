import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {defaultConfigFile, readConfigFile, withConfigFile} from '../../src/cli/config-file.ts';

async function fileWith(t: ExecutionContext, content: string): Promise<string> {
	const folder = await mkdtemp(path.join(tmpdir(), 'sk config-'));
	t.teardown(async () => rm(folder, {recursive: true}));
	const file = path.join(folder, 'cluster.yaml');
	await writeFile(file, content);
	return file;
}

const mirrors = 'kubernetesVersion: "1.36"\nregistryMirrors: [registry.k8s.io=localhost:5000/k8s]\nbinaries: bin\n';

test('options of the file stand for those that were not typed; paths are relative to it', async t => {
	const config = await fileWith(t, mirrors);
	const {flags} = await withConfigFile({command: 'start', words: [], flags: {config, kubernetesVersion: '1.35'}});
	t.is(flags.kubernetesVersion, '1.35');
	t.deepEqual(flags.registryMirror, ['registry.k8s.io=localhost:5000/k8s']);
	t.is(flags.binaries, path.join(path.dirname(config), 'bin'));
});

test('without --config the machine\'s file is read, if there is one', async t => {
	const home = path.dirname(await fileWith(t, ''));
	const env = {XDG_CONFIG_HOME: home};
	t.deepEqual((await withConfigFile({command: 'start', words: [], flags: {}}, env)).flags, {});
	await mkdir(path.join(home, 'single-kube'));
	await writeFile(defaultConfigFile(env), mirrors);
	t.is((await withConfigFile({command: 'start', words: [], flags: {}}, env)).flags.kubernetesVersion, '1.36');
	t.deepEqual((await withConfigFile({command: 'delete', words: [], flags: {}}, env)).flags, {});
});

test('what is not known is refused by name, with the nearest that is', async t => {
	const file = await fileWith(t, 'registryMirror: [a]\nsource: debain\n');
	const error = await t.throwsAsync(readConfigFile(file, true));
	t.like(error, {code: 'CONFIG_FILE_INVALID'});
	const {seen} = error as unknown as {seen: string[]};
	t.true(seen.some(line => line.startsWith('source: ')));
	t.true(seen.includes('registryMirror: no such option; did you mean registryMirrors?'));
	t.like(await t.throwsAsync(readConfigFile(`${file}.none`, true)), {code: 'CONFIG_FILE_INVALID'});
	t.like(await t.throwsAsync(readConfigFile(await fileWith(t, '- a\n'), true)), {code: 'CONFIG_FILE_INVALID'});
});
