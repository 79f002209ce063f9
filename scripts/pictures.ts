/** Pictures of the dashboard for the README and the pages, from real frames of a real cluster: node scripts/pictures.ts [--name CLUSTER [--keep]] [FILE…]. */
import {mkdir, writeFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {setTimeout as sleep} from 'node:timers/promises';
import {connectToExisting} from '../src/cluster/status.ts';
import {startContainer} from '../src/engine/containers.ts';
import {ignoreEvents} from '../src/events.ts';
import {deleteCluster, runProgram, startCluster} from '../src/index.ts';
import {applyManifest, kubectl, webManifest} from '../test/helpers/cluster.ts';
import {openPty, type Pty} from '../test/helpers/pty.ts';
import {nginx, type Scene, scenes, type Step} from './pictures/scenes.ts';
import {svgOf} from './pictures/svg.ts';

const root = new URL('..', import.meta.url);
/** For each thing that is to be seen, in milliseconds. */
const patience = 120_000;

// --keep: of a cluster that runs; it stays.
const {values: {name, keep}, positionals: wanted} = parseArgs({options: {name: {type: 'string', default: 'pictures'}, keep: {type: 'boolean', default: false}}, allowPositionals: true});

await runProgram(async signal => {
	if (!keep) {
		await deleteCluster({name, kubeconfig: false}, undefined, signal);
		await startCluster({name, kubeconfig: false}, undefined, signal);
	}

	const engine = await connectToExisting({name}, ignoreEvents, signal);
	const inCluster = async (words: readonly string[]): Promise<string> => kubectl(engine, name, words);
	try {
		await applyManifest(engine, name, webManifest(nginx));
		for (const scene of scenes.filter(({file}) => wanted.length === 0 || wanted.includes(file))) {
			console.error(`pictures: ${scene.file}`);
			await take(scene, inCluster);
		}
	} finally {
		if (keep) {
			await startContainer(engine, `sk-${name}-kube-scheduler`);
			await inCluster(['delete', 'deployment/web', 'service/web', 'pod/waiting', 'pod/watched', '--ignore-not-found']);
		} else {
			await deleteCluster({name, kubeconfig: false});
		}
	}
}, {json: false, verbose: false}, '');

async function take({file, title, columns, rows, steps}: Scene, runKubectl: (words: readonly string[]) => Promise<string>): Promise<void> {
	const pty = openPty(`${process.execPath} ${fileURLToPath(new URL('bin/single-kube.js', root))} dashboard --name ${name}`, {columns, rows, env: {...process.env, TERM: 'xterm-256color', LC_ALL: 'C.UTF-8', FORCE_COLOR: '1'}});
	try {
		for (const step of steps) {
			await follow(pty, step, runKubectl);
		}

		// What was done a moment ago is still told; the picture is of what is.
		await sleep(3000);
		await mkdir(new URL('docs/pictures/', root), {recursive: true});
		await writeFile(new URL(`docs/pictures/${file}`, root), svgOf(await pty.cells(), title));
	} finally {
		pty.type('q');
		await Promise.race([pty.ended, sleep(3000)]);
		pty.kill();
	}
}

async function follow(pty: Pty, step: Step, runKubectl: (words: readonly string[]) => Promise<string>): Promise<void> {
	if ('keys' in step) {
		pty.type(step.keys);
		return;
	}

	if ('kubectl' in step) {
		await runKubectl(step.kubectl);
		return;
	}

	const end = Date.now() + patience;
	while (!step.sees.test(await pty.screen())) {
		if (Date.now() > end) {
			throw new Error(`not within ${patience / 1000} s: ${step.sees.source}\n${await pty.screen()}`);
		}

		await sleep(200);
	}
}
