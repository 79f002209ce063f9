/** What the dashboard costs: a real one on a terminal of its own, at rest; and its frames, made by themselves. */
import {readFile} from 'node:fs/promises';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {execa} from 'execa';
import {openPty} from '../test/helpers/pty.ts';
import type {FrameCosts} from './dashboard-frames.ts';
import {packProgram} from './packed.ts';
import {formatResults, resultsOf, type Values} from './results.ts';

/** For the first look and the first frames, and the time that is measured, in milliseconds. */
const settling = 20_000;
const span = 60_000;
/** The kernel's clock for processes: USER_HZ, 100 on every Linux that Node runs on (proc(5)). */
const ticksPerSecond = 100;

/** So often, since one run is not like the other. */
const runs = 3;

/** What is noted, as bench/run-cluster.ts has it. */
type Notes = {readonly add: (name: 'dashboardMemory' | 'dashboardCpu' | 'dashboardFrame' | 'dashboardFrameBytes' | 'dashboardKey', value: number) => void; readonly say: (text: string) => void};

/** @param cluster one that rests */
export async function measureDashboards(cluster: string, notes: Notes, signal: AbortSignal): Promise<void> {
	notes.say('packing the program');
	const {program, remove} = await packProgram();
	try {
		for (let run = 1; run <= runs; run++) {
			notes.say(`dashboard for a minute, ${run} of ${runs}`);
			const {memory, cpu} = await atRest(cluster, program, signal);
			const {frame, frameBytes, keyInFlood} = await frames();
			notes.add('dashboardMemory', memory);
			notes.add('dashboardCpu', cpu);
			notes.add('dashboardFrame', frame);
			notes.add('dashboardFrameBytes', frameBytes);
			notes.add('dashboardKey', keyInFlood);
		}
	} finally {
		await remove();
	}
}

/** On its own: node bench/dashboard.ts CLUSTER, of a cluster that runs and rests. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const values: Values = {};
	await measureDashboards(process.argv[2] ?? 'default', {
		add: (name, value) => (values[name] ??= []).push(value),
		say: text => process.stderr.write(`bench: ${text}\n`),
	}, new AbortController().signal);
	console.log(formatResults(resultsOf(values, '')));
}

/** Resident memory in MiB, and processor time in per cent of a core. */
async function atRest(cluster: string, program: string, signal: AbortSignal): Promise<{readonly memory: number; readonly cpu: number}> {
	// The shell says which process it becomes.
	const pty = openPty(`echo "pid=$$;"; exec ${process.execPath} ${program} dashboard --name ${cluster}`, {columns: 120, rows: 40, env: {...process.env, TERM: 'xterm-256color', LC_ALL: 'C.UTF-8'}});
	try {
		await sleep(settling, undefined, {signal});
		const pid = /pid=(\d+);/.exec(pty.written())?.[1];
		if (pid === undefined || !/well/.test(await pty.screen())) {
			throw new Error(`the dashboard does not show the cluster ${cluster}:\n${await pty.screen()}`);
		}

		const before = await processorTicks(pid);
		await sleep(span, undefined, {signal});
		return {cpu: (await processorTicks(pid) - before) / ticksPerSecond / (span / 1000) * 100, memory: await residentMebibytes(pid)};
	} finally {
		pty.type('q');
		await Promise.race([pty.ended, sleep(3000)]);
		pty.kill();
	}
}

/** In a process of its own, as the dashboard is: with React's checks off and V8 told to stay small. */
async function frames(): Promise<FrameCosts> {
	const {stdout} = await execa(process.execPath, [fileURLToPath(new URL('dashboard-frames.ts', import.meta.url))], {env: {NODE_ENV: 'production'}});
	return JSON.parse(stdout) as FrameCosts;
}

/** utime and stime of proc(5), behind the name in brackets, which may have blanks in it. */
async function processorTicks(pid: string): Promise<number> {
	const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
	const [, , , , , , , , , , , user, system] = stat.slice(stat.lastIndexOf(')') + 2).split(' ').map(Number);
	return user! + system!;
}

async function residentMebibytes(pid: string): Promise<number> {
	return Number(/^VmRSS:\s+(\d+) kB/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;
}
