/** What has to be loaded before a command says its first word: bench/first-line.ts measures how long that takes. */
import {execFile} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import test from 'ava';

const program = fileURLToPath(new URL('../../bin/single-kube.js', import.meta.url));
const hook = new URL('../helpers/log-modules.mjs', import.meta.url).href;

for (const words of [['start'], ['start', '--dry-run'], ['stop'], ['delete'], ['upgrade', '1.36'], ['bundle', '-o', '/nowhere/x.tar']]) {
	test(`${words.join(' ')} says its first word before anything heavy is loaded`, async t => {
		const {stderr} = await promisify(execFile)(process.execPath, ['--import', hook, program, ...words], {env: {...process.env, DOCKER_HOST: 'unix:///nowhere/docker.sock', CI: '1'}});
		const {text, loaded} = JSON.parse(stderr) as {text: string; loaded: string[]};
		t.regex(text, /^ +0\.\d s +single-kube \d+\.\d+\.\d+\n$/);
		const packages = new Set(loaded.flatMap(url => /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? []));
		t.deepEqual([...packages], ['commander']);
		// The definitions of the commands are most of it; with what does the work it would be six hundred.
		t.true(loaded.length < 160, `${loaded.length}`);
	});
}
