/**
 * node bench/first-line.ts [words…]: how long it takes until a command says its first word, on an engine that does not answer, so that
 * nothing but its own start is measured. Prints milliseconds of the wall and of the processor, as the least and the median.
 */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readdirSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

const program = fileURLToPath(new URL('../bin/single-kube.js', import.meta.url));
const [words, runs] = [process.argv.length > 2 ? process.argv.slice(2) : ['start'], 15];
const measured: Array<{wall: number; cpu: number}> = [];
for (let run = -1; run < runs; run++) {
	const value = await measure();
	if (run >= 0) {
		// The first fills the compile cache.
		measured.push(value);
	}
}

const show = (values: readonly number[]): string => {
	const sorted = [...values].sort((a, b) => a - b);
	return `least ${sorted[0]!.toFixed(0)}, median ${sorted[Math.floor(sorted.length / 2)]!.toFixed(0)}`;
};

console.log(`single-kube ${words.join(' ')}: first line after ${show(measured.map(({wall}) => wall))} ms; processor time until then ${show(measured.map(({cpu}) => cpu))} ms`);

async function measure(): Promise<{wall: number; cpu: number}> {
	const startedAt = performance.now();
	const child = spawn(process.execPath, [program, ...words], {stdio: ['ignore', 'pipe', 'pipe'], env: {...process.env, DOCKER_HOST: 'unix:///nowhere/docker.sock'}});
	const ended = once(child, 'close');
	await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data')]);
	const value = {wall: performance.now() - startedAt, cpu: cpuTime(child.pid!)};
	child.stdout.resume();
	child.stderr.resume();
	await ended;
	return value;
}

/** Milliseconds that all of a process's threads have run; see proc(5), schedstat. */
function cpuTime(pid: number): number {
	try {
		return readdirSync(`/proc/${pid}/task`).reduce((sum, task) => sum + Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]), 0) / 1e6;
	} catch {
		return Number.NaN;
	}
}
