import {readdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {execa} from 'execa';
import {takeFileLock} from '../../src/images/file-lock.ts';
import {withImagesLock} from '../../src/images/images-lock.ts';
import {makeDirectory} from '../engine/fake-engine.ts';

const holder = fileURLToPath(new URL('lock-holder.ts', import.meta.url));

test('a second one waits until the first is done', async t => {
	const directory = await makeDirectory(t);
	const order: string[] = [];
	const {promise: entered, resolve: enter} = Promise.withResolvers<void>();
	const {promise: done, resolve: finish} = Promise.withResolvers<void>();
	const first = withImagesLock(async () => {
		enter();
		await done;
		order.push('first');
	}, undefined, {directory});
	await entered;
	const second = withImagesLock(async () => order.push('second'), undefined, {directory});
	finish();
	await Promise.all([first, second]);
	t.deepEqual(order, ['first', 'second']);
	t.deepEqual(await readdir(directory), []);
});

test('work that fails lets go of the lock', async t => {
	const directory = await makeDirectory(t);
	await t.throwsAsync(withImagesLock(async () => {
		throw new Error('disk full');
	}, undefined, {directory}), {message: 'disk full'});
	t.deepEqual(await readdir(directory), []);
});

test('whoever waits too long is told which process builds', async t => {
	const directory = await makeDirectory(t);
	await withImagesLock(async () => {
		const error = await t.throwsAsync(withImagesLock(async () => t.fail(), undefined, {directory, patienceMs: 50}), {code: 'TIMEOUT'});
		t.true((error as unknown as {seen: string[]}).seen[0]!.includes(`process ${process.pid}`));
	}, undefined, {directory});
});

test('whoever waits can be interrupted', async t => {
	const directory = await makeDirectory(t);
	await withImagesLock(async () => {
		await t.throwsAsync(withImagesLock(async () => t.fail(), AbortSignal.timeout(30), {directory}), {name: 'AbortError'});
	}, undefined, {directory});
});

test('the lock of a process that was killed is void', async t => {
	const directory = await makeDirectory(t);
	const {signal} = await execa(process.execPath, [holder, directory, 'die'], {reject: false});
	t.is(signal, 'SIGKILL');
	t.deepEqual(await readdir(directory), ['building']);
	t.is(await withImagesLock(async () => 'done', undefined, {directory, patienceMs: 0}), 'done');
	t.deepEqual(await readdir(directory), []);
});

test('an empty lock, as a full disk leaves it, blocks nobody', async t => {
	const directory = await makeDirectory(t);
	await writeFile(path.join(directory, 'building'), '');
	t.is(await withImagesLock(async () => 'done', undefined, {directory, patienceMs: 0}), 'done');
});

test('of many in one process that find a dead one\'s lock, one takes it over', async t => {
	const directory = await makeDirectory(t);
	const file = path.join(directory, 'building');
	for (let round = 0; round < 20; round++) {
		await writeFile(file, `${await deadPid()} 0123-${round}\n`);
		const taken = await Promise.all(Array.from({length: 8}, async () => takeFileLock(file)));
		t.is(taken.filter(owner => owner === undefined).length, 1, `round ${round}`);
	}
});

test('the lock of one that died while it replaced a dead one\'s lock is void, too', async t => {
	const directory = await makeDirectory(t);
	const file = path.join(directory, 'building');
	const dead = await deadPid();
	await writeFile(file, `${dead} 0123-4567\n`);
	await writeFile(`${file}.0123-4567`, `${dead} 89ab\n`);
	t.is(await takeFileLock(file), undefined);
	t.deepEqual(await readdir(directory), ['building']);
});

test('of many processes that find a dead one\'s lock, never two build at once', async t => {
	const directory = await makeDirectory(t);
	const inside = path.join(await makeDirectory(t), 'inside');
	await writeFile(inside, '');
	await writeFile(path.join(directory, 'building'), `${await deadPid()} 0123\n`);
	await Promise.all(Array.from({length: 4}, async () => execa(process.execPath, [holder, directory, 'count', inside], {timeout: 30_000})));
	const lines = (await readFile(inside, 'utf8')).trim().split('\n');
	t.is(lines.length, 8);
	for (let index = 0; index < lines.length; index += 2) {
		t.is(lines[index]!.replace('in', 'out'), lines[index + 1]!);
	}
});

let known: number | undefined;

/** A number that was a process's a moment ago. */
async function deadPid(): Promise<number> {
	if (known === undefined) {
		const child = execa(process.execPath, ['--version']);
		await child;
		known = child.pid!;
	}

	return known;
}
