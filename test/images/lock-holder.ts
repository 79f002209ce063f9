/** A process that takes a lock, says so and then dies without a word or, told to, counts how many hold it at once. */
import {readFileSync, writeFileSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';
import {withImagesLock} from '../../src/images/images-lock.ts';

const [, , directory, what, inside] = process.argv as [string, string, string, string, string];
await withImagesLock(async () => {
	if (what === 'die') {
		process.kill(process.pid, 'SIGKILL');
	}

	const before = readFileSync(inside, 'utf8');
	writeFileSync(inside, `${before}in ${process.pid}\n`);
	await sleep(20);
	writeFileSync(inside, `${readFileSync(inside, 'utf8')}out ${process.pid}\n`);
}, undefined, {directory});
