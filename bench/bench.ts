/** npm run bench: how long things take and how much they use, against the goals. */
import writeFileAtomic from 'write-file-atomic';
import {formatProfile, type Profile} from '../src/cli/profile.ts';
import {connectEngine} from '../src/engine/connect.ts';
import type {Engine} from '../src/engine/engine.ts';
import {imageLayers, uniqueBytes} from '../src/engine/image-layers.ts';
import {engineInfo, type EngineInfo} from '../src/engine/info.ts';
import {ensureImages} from '../src/images/ensure-images.ts';
import {debianSource} from '../src/images/sources/debian.ts';
import {chooseAddons, defaultAddons} from '../src/plan/addons.ts';
import {deleteCluster, runProgram, shown} from '../src/index.ts';
import {formatIdle} from './idle.ts';
import {removeFreshImage} from './image-to-pod.ts';
import {type BenchOptions, type Part, readOptions, usage} from './options.ts';
import {formatResults, medianIndex, resultsOf, type Values} from './results.ts';
import {type Notes, runCluster} from './run-cluster.ts';
import {benchOptions} from './site.ts';

/** What is the same each time is measured in the first run only. */
const once: readonly Part[] = ['idle', 'dashboard', 'gateway'];
/** For what is cleaned up after an interruption, in milliseconds. */
const cleanUpLimit = 60_000;

await runProgram(async signal => {
	const options = readOptions(process.argv.slice(2));
	if (options.help) {
		console.log(usage);
		return;
	}

	const {engine, images} = await shown(async emit => {
		const engine = await connectEngine({engine: 'auto', install: true}, emit, signal);
		return {engine, images: await ensureImages(engine, {source: debianSource, install: true, addons: options.addons === undefined ? defaultAddons : chooseAddons(options.addons, defaultAddons)}, emit, signal)};
	});
	const info = await engineInfo(engine);
	const values: Values = {};
	const profiles: Profile[] = [];
	const notes: Notes = {
		add: (name, value) => (values[name] ??= []).push(value),
		say: text => process.stderr.write(`bench: ${text}\n`),
		kubernetesVersion: images['kube-apiserver'].version,
	};
	try {
		if (options.only.has('bytes')) {
			notes.add('imageBytes', uniqueBytes(await Promise.all(Object.values(images).map(async ({id}) => imageLayers(engine, id)))) / 1e6);
		}

		await runAll(engine, options, notes, profiles, signal);
	} finally {
		// What was measured before something failed is worth seeing, too.
		await report(info, options, values, profiles, notes);
	}
}, {json: false, verbose: false}, '; the cluster bench is deleted');

async function runAll(engine: Engine, {runs, only, addons}: BenchOptions, notes: Notes, profiles: Profile[], signal: AbortSignal): Promise<void> {
	const everyTime = new Set([...only].filter(part => part !== 'bytes' && !once.includes(part)));
	const count = everyTime.size > 0 ? runs : once.some(part => only.has(part)) ? 1 : 0;
	let run = 0;
	try {
		if (count > 0) {
			await deleteCluster(benchOptions, undefined, signal);
		}

		while (run < count) {
			notes.say(`run ${++run} of ${count}`);
			await runCluster({run, wanted: run === 1 ? only : everyTime, addons}, notes, signal);
			profiles.push(notes.profile!);
		}
	} catch (error) {
		notes.say('cleaning up');
		await deleteCluster(benchOptions, undefined, AbortSignal.timeout(cleanUpLimit)).catch((failure: unknown) => notes.say(`the cluster bench is left: ${String(failure)}`));
		await removeFreshImage(engine, run).catch(() => undefined);
		throw error;
	}
}

async function report(info: EngineInfo, {json}: BenchOptions, values: Values, profiles: readonly Profile[], {usage, kubernetesVersion = ''}: Notes): Promise<void> {
	const results = resultsOf(values, kubernetesVersion);
	if (results.length === 0) {
		return;
	}

	const profile = values.startToPage ? profiles[medianIndex(values.startToPage)] : undefined;
	console.log([
		`Kubernetes ${kubernetesVersion}`, formatResults(results),
		...usage ? [formatIdle(usage)] : [], ...profile ? [`The median start:\n${formatProfile(profile)}`] : [],
	].join('\n\n'));
	if (json !== undefined) {
		const {version, kernel, operatingSystem, cpus, memoryBytes, storageDriver, cgroupVersion} = info;
		await writeFileAtomic(json, `${JSON.stringify({
			at: new Date().toISOString(), kubernetesVersion, engine: {version, kernel, operatingSystem, cpus, memoryBytes, storageDriver, cgroupVersion},
			results, idle: usage, profile, profiles,
		}, undefined, '\t')}\n`);
	}
}
