import {mkdtemp, readFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {countRestart, parseRestarts, RestartCounter, restartsFile} from '../../src/agent/restarts.ts';

test('restarts add up, and begin anew with another container', t => {
	const once = countRestart({}, 'etcd', 'a', 1);
	t.deepEqual(countRestart(once, 'etcd', 'a', 2), {etcd: {container: 'a', count: 2, lastAt: 2}});
	t.deepEqual(countRestart(once, 'etcd', 'b', 2), {etcd: {container: 'b', count: 1, lastAt: 2}});
});

test('a file that is missing or damaged counts nothing', t => {
	t.deepEqual(parseRestarts(undefined), {});
	t.deepEqual(parseRestarts('{"etcd":'), {});
	t.deepEqual(parseRestarts('null'), {});
});

test('an agent that was started again goes on counting', async t => {
	const directory = path.join(await mkdtemp(path.join(tmpdir(), 'sk-restarts-')), 'not', 'there yet');
	const first = new RestartCounter(directory);
	await first.open();
	await first.count('etcd', 'a', 1);
	const second = new RestartCounter(directory);
	await second.open();
	await second.count('etcd', 'a', 2);
	t.deepEqual(parseRestarts(await readFile(path.join(directory, restartsFile), 'utf8')), {etcd: {container: 'a', count: 2, lastAt: 2}});
});
