/** Exit codes that need no cluster, made for real; test/e2e/cli.test.ts makes the others. */
import {execFile} from 'node:child_process';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {listen, makeDirectory} from '../engine/fake-engine.ts';

const program = fileURLToPath(new URL('../../bin/single-kube.js', import.meta.url));

async function singleKube(words: readonly string[], DOCKER_HOST: string): Promise<{code: number; stderr: string}> {
	return new Promise(resolve => {
		execFile(process.execPath, [program, ...words], {env: {...process.env, DOCKER_HOST}}, (error, _, stderr) => {
			resolve({code: error === null ? 0 : error.code as unknown as number, stderr});
		});
	});
}

const nowhere = 'unix:///nowhere/docker.sock';
const calls: ReadonlyArray<readonly [words: readonly string[], code: number, error: RegExp]> = [
	[['--version'], 0, /^$/],
	[['help', 'start'], 0, /^$/],
	[['--no-such-option'], 2, /^error COMMAND_LINE_INVALID/],
	[['start', '--api-port', 'x'], 2, /^error OPTION_INVALID/],
	[['start', '--name', 'Ü'], 2, /^error NAME_INVALID/],
	[['list'], 7, /^error ENGINE_UNREACHABLE/],
];
for (const [words, expected, error] of calls) {
	test(`${words.join(' ')} ends with ${expected}`, async t => {
		const {code, stderr} = await singleKube(words, nowhere);
		t.is(code, expected, stderr);
		t.regex(stderr, error);
	});
}

test('an engine that is too old is found before anything is made, and ends with 5', async t => {
	const made: string[] = [];
	const engine = await listen(t, path.join(await makeDirectory(t), 'docker.sock'), ({method, url = ''}, response) => {
		if (method !== 'GET' && method !== 'HEAD') {
			made.push(`${method} ${url}`);
		}

		const answers: ReadonlyArray<readonly [RegExp, unknown]> = [
			[/\/version$/, {Version: '19.03.15', ApiVersion: '1.40', MinAPIVersion: '1.12', Os: 'linux', Arch: 'amd64'}],
			[/\/info$/, {ID: 'x', Name: 'x', CgroupDriver: 'cgroupfs', Driver: 'overlay2', DockerRootDir: '/var/lib/docker', NCPU: 2, MemTotal: 8e9, KernelVersion: '5.10', OperatingSystem: 'x', MemoryLimit: true, CpuCfsQuota: true, CPUSet: true, PidsLimit: true, IPv4Forwarding: true}],
			[/\/_ping$/, 'OK'],
			[/\/volumes/, {Volumes: []}],
			[/\/json/, []],
			[/./, []],
		];
		response.setHeader('Content-Type', 'application/json');
		response.end(JSON.stringify(answers.find(([pattern]) => pattern.test(url.split('?')[0]!))![1]));
	});
	const {code, stderr} = await singleKube(['start', '--source', 'debian', '--no-install'], engine);
	t.is(code, 5, stderr);
	t.regex(stderr, /error ENGINE_INCOMPATIBLE: .*19\.03\.15/);
	t.deepEqual(made, []);
});
