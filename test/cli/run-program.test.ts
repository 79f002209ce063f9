import {type ChildProcessWithoutNullStreams, spawn} from 'node:child_process';
import {once} from 'node:events';
import {text} from 'node:stream/consumers';
import {fileURLToPath} from 'node:url';
import test from 'ava';

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const start = (...words: string[]): ChildProcessWithoutNullStreams => spawn(process.execPath, [file('fixtures/waits.ts'), ...words]);
const ended = async (child: ChildProcessWithoutNullStreams): Promise<number | null> => (await once(child, 'exit') as [number | null])[0];

for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]] as const) {
	test(`${signal} aborts the work, says so, and exits with ${code}`, async t => {
		const child = start();
		const stderr = text(child.stderr);
		await once(child.stdout, 'data');
		child.kill(signal);
		t.is(await ended(child), code);
		t.regex(await stderr, new RegExp(`${signal}: stopping; what was made stays and the next start goes on.*\nerror INTERRUPTED`));
	});
}

test('the second signal ends at once what does not end by itself', async t => {
	const child = start('stubborn');
	await once(child.stdout, 'data');
	child.kill('SIGINT');
	await once(child.stderr, 'data');
	child.kill('SIGINT');
	t.is(await ended(child), 130);
});

test('a reader that goes away ends the program without a word', async t => {
	const child = start('chatty');
	const stderr = text(child.stderr);
	await once(child.stdout, 'data');
	child.stdout.destroy();
	t.is(await ended(child), 141);
	t.is(await stderr, '');
});

async function singleKube(...words: string[]): Promise<{code: number | null; stdout: string; stderr: string}> {
	const child = spawn(process.execPath, [file('../../bin/single-kube.js'), ...words], {env: {...process.env, DOCKER_HOST: 'unix:///nowhere/docker.sock'}});
	const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended(child)]);
	return {code, stdout, stderr};
}

test('without a command it prints help with examples', async t => {
	const {code, stdout, stderr} = await singleKube();
	t.is(code, 0);
	t.regex(stdout, /^single-kube: [^]*\n {2}single-kube start +a cluster/);
	t.is(stderr, '');
});

test('results and help go to standard output, errors to standard error', async t => {
	t.regex((await singleKube('--version')).stdout, /^\d+\.\d+\.\d+\n$/);
	const {code, stdout, stderr} = await singleKube('statsu');
	t.is(code, 2);
	t.is(stdout, '');
	t.is(stderr, 'error COMMAND_LINE_INVALID: unknown command \'statsu\'\nto do: Did you mean status?\nmore: single-kube explain COMMAND_LINE_INVALID\n');
});

test('an engine that cannot be reached is exit code 7, as JSON if asked', async t => {
	const {code, stdout, stderr} = await singleKube('status', '-o', 'json');
	t.is(code, 7);
	t.is(stdout, '');
	t.like(JSON.parse(stderr), {error: {code: 'ENGINE_UNREACHABLE', exitCode: 7}});
});
