import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {defaultConfigFile, parseConfig, readConfigFile, toFlags, withConfigFile} from '../../src/cli/config-file.ts';
import {exampleConfig, writeConfigFile} from '../../src/cli/config-init.ts';
import {configKeys, configSchema} from '../../src/cli/config-schema.ts';
import {definitionOf} from '../../src/cli/definitions/all.ts';

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

test('each value is read as the command line reads it', async t => {
	const values = await parseConfig('timeout: 2m\nports: ["8080:30080", "8081:30081"]\ninstall: false\napiPort: 7443\noutput: json\n', '/some/file.yaml');
	t.deepEqual(toFlags(values), {timeout: 120, port: ['8080:30080', '8081:30081'], install: false, apiPort: 7443, output: 'json'});
});

const refused = test.macro({
	async exec(t, text: string, told: RegExp) {
		const error = await t.throwsAsync(parseConfig(text, '/some/file.yaml')) as Error & {code: string; seen: string[]};
		t.is(error.code, 'CONFIG_FILE_INVALID');
		t.regex(error.seen.join('\n'), told);
	},
	title: (_, text) => `a file is refused that says ${text}`,
});
test(refused, 'timeout: soon', /^timeout: .*90s or 2m/);
test(refused, 'name: X', /^name: "X" is not a name/);
test(refused, 'ports: 8080:30080', /^ports: expected array/);
test(refused, 'ports: [web]', /^ports: .*HOST_PORT:NODE_PORT/);
test(refused, 'apiPort: 0', /^apiPort: /);
test(refused, 'subnet: 1.2.3.4/24', /^subnet: .*1\.2\.3\.0\/24/);
test(refused, '{apiPort: 0, nmae: x}', /^apiPort: [^]*\nnmae: no such option; did you mean name\?/);
test(refused, 'just words', /^the file: expected object/);
test(refused, 'x: [', /unexpected end/);

test('a command gets the keys that it takes, and every command those of all', async t => {
	const config = await fileWith(t, 'name: two\napiPort: 7443\nquiet: true\n');
	t.deepEqual((await withConfigFile({command: 'status', words: [], flags: {config}})).flags, {config, name: 'two', quiet: true});
	t.deepEqual((await withConfigFile({command: 'start', words: [], flags: {config, name: 'three'}})).flags, {config, name: 'three', quiet: true, apiPort: 7443});
});

test('a relative XDG_CONFIG_HOME counts as none', t => {
	t.is(defaultConfigFile({XDG_CONFIG_HOME: 'here', HOME: '/home/a b'}), '/home/a b/.config/single-kube/config.yaml');
});

test('every option of start stands in a file, but for what is about one call', t => {
	const keys = configKeys();
	for (const option of (definitionOf('start').options ?? []).filter(({hidden}) => !hidden)) {
		t.is(keys.some(key => key.option.flags === option.flags), option.inFile !== false, option.flags);
	}

	t.true(keys.length > 25);
});

test('the file that init writes is valid as it is, and with every # taken away it only lacks values', async t => {
	const folder = path.dirname(await fileWith(t, ''));
	const file = path.join(folder, 'new', 'my options.yaml');
	const {schema} = await writeConfigFile(file, false);
	t.deepEqual(await readConfigFile(file, true), []);
	t.deepEqual(JSON.parse(await readFile(schema, 'utf8')) as object, JSON.parse(JSON.stringify(configSchema())) as object);
	t.like(await t.throwsAsync(writeConfigFile(file, false)), {code: 'CONFIG_FILE_EXISTS'});
	await t.notThrowsAsync(writeConfigFile(file, true));
	const set = exampleConfig(configKeys(), 'x.json').replaceAll(/^#(\w+: )/gm, '$1');
	const error = await parseConfig(set, file).then(() => undefined, (error: unknown) => error as Error & {seen: string[]});
	t.deepEqual(error?.seen.filter(line => !/: (Too small|It takes|"" is not)/.test(line)), [], 'an empty text is all that is wrong in it');
});

test('the published schema is that of the definitions', async t => {
	t.deepEqual(JSON.parse(await readFile(new URL('../../docs/config.schema.json', import.meta.url), 'utf8')) as object, JSON.parse(JSON.stringify(configSchema())) as object, 'npm run docs');
});
