/**
 * Run the tests and end with one line that says how many passed: `run-tests.ts [unit|e2e]`, both without an argument.
 * The end-to-end tests get the engine that single-kube itself would take; where there is none, it is made.
 */
import {createInterface} from 'node:readline';
import {execa} from 'execa';
import {connectEngine} from '../src/engine/connect.ts';
import type {SingleKubeEvent} from '../src/events.ts';
import {ensureImages} from '../src/images/ensure-images.ts';
import {debianSource} from '../src/images/sources/debian.ts';
import {addonNames} from '../src/plan/addons.ts';

type Counts = {passed: number; failed: number};

const suites = {unit: ['ava', '--tap'], e2e: ['ava', '--tap', '--config', 'ava.e2e.config.js']} as const;
const wanted = process.argv[2] === undefined ? ['unit', 'e2e'] as const : [process.argv[2] as keyof typeof suites];
/** Seconds from which on it is said how long something took. */
const notable = 2;
const counts: Counts = {passed: 0, failed: 0};
const failures: string[] = [];
let broken = false;

for (const suite of wanted) {
	console.log(`\n${suite} tests`);
	const environment: Record<string, string> = suite === 'e2e' ? {SINGLE_KUBE_TEST_ENGINE: await engineSocket()} : {};
	broken = await run(suites[suite], environment) || broken;
}

// Whoever reads only the end of a long output has to find there what failed.
if (failures.length > 0) {
	console.log(`\nwhat failed\n${failures.join('\n')}`);
}

console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed > 0 || broken || counts.passed === 0 ? 1 : 0;

/** The engine, and every image on it: on a machine that has nothing Kubernetes is compiled here, where no test's limit runs. */
async function engineSocket(): Promise<string> {
	const tell = (event: SingleKubeEvent): void => {
		if (event.type === 'noted' || event.type === 'warned') {
			console.log(event.text);
		} else if (event.type === 'image-build-finished') {
			console.log(`built ${event.image} in ${event.seconds.toFixed(0)} s`);
		}
	};

	const engine = await connectEngine({engine: 'auto', install: true}, tell, AbortSignal.timeout(10 * 60_000));
	await ensureImages(engine, {source: debianSource, install: true, addons: addonNames}, tell, AbortSignal.timeout(40 * 60_000));
	return engine.socketPath;
}

/** @returns whether the runner itself failed */
async function run([command, ...args]: readonly [string, ...string[]], environment: Record<string, string>): Promise<boolean> {
	const child = execa(command, args, {preferLocal: true, env: environment, stdin: 'ignore', stderr: 'inherit', reject: false, buffer: false});
	let failing = false;
	let before = performance.now();
	for await (const line of createInterface({input: child.stdout})) {
		if (/^ok \d+/.test(line)) {
			counts.passed++;
		} else if (/^not ok \d+/.test(line) && !line.includes('# TODO')) {
			counts.failed++;
			failing = true;
		}

		// TAP's own summary would contradict the one at the end, which is of both suites.
		if (/^(TAP version|1\.\.\d|# (tests|pass|fail|skip) |$)/.test(line)) {
			continue;
		}

		const shown = line.replace(/^ok \d+ - /, '✔ ').replace(/^not ok \d+ - /, '✘ ');
		// Since the line before: what a test took where they run one after the other.
		const seconds = (performance.now() - before) / 1000;
		console.log(seconds < notable ? shown : `${shown} (${seconds.toFixed(1)} s)`);
		before = performance.now();
		// What belongs to a test is indented below it, or a comment: its own words and what it logged.
		failing &&= shown.startsWith('✘') || /^(\s|#)/.test(shown);
		if (failing) {
			failures.push(shown);
		}
	}

	return (await child).exitCode !== 0;
}
