/** Frames of the dashboard on an emulated terminal of 120×40: what one costs, and how soon a key is answered while 10,000 log lines a second come. */
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {keepMemorySmall} from '../src/cli/commands/dashboard.ts';
import {keptLines} from '../src/dashboard/reduce.ts';
import {batch} from '../src/dashboard/sources/batch.ts';
import {choose, sampleState, tell} from '../test/dashboard/sample.ts';
import {emulate} from '../test/dashboard/view/emulator.ts';
import {median} from './results.ts';

/** Times in milliseconds, medians but for the worst. */
export type FrameCosts = {readonly frame: number; readonly frameBytes: number; readonly keyInFlood: number; readonly worstKeyInFlood: number};

const count = 200;
const linesPerSecond = 10_000;
const flood = 5000;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	keepMemorySmall();
	process.stdout.write(JSON.stringify({...await measureFrames(), ...await measureFlood()}));
}

/** The choice moves: a row loses its mark, another gets it, and the details are of something else. */
async function measureFrames(): Promise<Pick<FrameCosts, 'frame' | 'frameBytes'>> {
	const emulated = emulate(sampleState());
	await emulated.screen();
	const times: number[] = [];
	const sizes: number[] = [];
	for (let index = 0; index < count; index++) {
		emulated.written();
		const begun = performance.now();
		emulated.press(index % 8 < 4 ? 'j' : 'k');
		await emulated.drawn();
		times.push(performance.now() - begun);
		sizes.push(Buffer.byteLength(emulated.written()));
	}

	await emulated.close();
	// The first are slow: V8 has not seen the program run yet.
	return {frame: median(times.slice(count / 4)), frameBytes: median(sizes.slice(count / 4))};
}

async function measureFlood(): Promise<Pick<FrameCosts, 'keyInFlood' | 'worstKeyInFlood'>> {
	const emulated = emulate(tell(choose(sampleState(), 'etcd'), {type: 'log-opened', key: 'x'}));
	await emulated.screen();
	const {push} = emulated.frames;
	const lines = batch<string>(100, keptLines, (values, missed) => {
		push({type: 'log-read', key: 'x', lines: values, missed});
	});
	let sent = 0;
	const begun = performance.now();
	const source = setInterval(() => {
		for (const due = (performance.now() - begun) / 1000 * linesPerSecond; sent < due; sent++) {
			lines.add(`I1122 12:00:00.000000       1 trace.go:205] line ${sent} of a component that has very much to say about what it does`);
		}
	}, 5);
	const times: number[] = [];
	while (performance.now() - begun < flood) {
		await sleep(50);
		const pressed = performance.now();
		const shown = new Promise<void>(resolve => {
			emulated.frames.onSettled(() => {
				resolve();
			});
		});
		emulated.press(times.length % 2 === 0 ? '2' : '1');
		await shown;
		await emulated.drawn();
		times.push(performance.now() - pressed);
	}

	clearInterval(source);
	lines.end();
	await emulated.close();
	return {keyInFlood: median(times), worstKeyInFlood: Math.max(...times)};
}
