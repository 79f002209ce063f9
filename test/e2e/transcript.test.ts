import {mkdtemp, readFile, rm, symlink} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {execa} from 'execa';
import {commandNames} from '../../src/cli/definitions/all.ts';
import {testHome} from '../helpers/cluster.ts';
import {testEngineSocket} from '../helpers/engine.ts';
import {compare, parseTranscript} from '../helpers/transcript.ts';

const at = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const steps = parseTranscript(await readFile(at('transcripts/commands.txt'), 'utf8'));
/** Commands that take a file of their own: they need more than a cluster, or longer than a line. */
const elsewhere = {fault: 'faults.test.ts', bundle: 'bundle.test.ts', upgrade: 'upgrade.test.ts', tunnel: 'tunnel.test.ts', follow: 'components.test.ts'};

let environment: NodeJS.ProcessEnv;
let folder: string;

test.before(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'sk transcript '));
	await symlink(at('../../bin/single-kube.js'), path.join(folder, 'single-kube'));
	environment = {
		...await testHome(), DOCKER_HOST: `unix://${testEngineSocket()}`, PATH: `${folder}:${path.dirname(process.execPath)}:${process.env['PATH']!}`, NAME: 'e2e-transcript', NO_COLOR: '1',
	};
	await execa('single-kube', ['delete', '--name', 'e2e-transcript', '--quiet'], {env: environment, reject: false});
});

test.after.always(async () => {
	await execa('single-kube', ['delete', '--name', 'e2e-transcript', '--quiet'], {env: environment, reject: false});
	await rm(folder, {recursive: true, force: true});
	await rm(environment['HOME']!, {recursive: true, force: true});
});

for (const [index, step] of steps.entries()) {
	test.serial(`${index + 1}. ${step.line}`, async t => {
		const {stdout, stderr, exitCode = -1} = await execa('bash', ['-c', step.line], {env: environment, cwd: folder, reject: false, stdin: 'ignore', timeout: 300_000});
		const difference = compare(step, {stdout, stderr, exitCode});
		t.is(difference, undefined, difference);
	});
}

test('every command is in the transcript, or has a file of its own', async t => {
	const text = steps.map(({line}) => line).join('\n');
	for (const name of commandNames) {
		const own = (elsewhere as Readonly<Record<string, string>>)[name];
		t.true(own === undefined ? new RegExp(`single-kube (--\\w+ \\S+ )*${name}\\b`).test(text) : (await readFile(at(own), 'utf8')).includes(name), name);
	}
});
