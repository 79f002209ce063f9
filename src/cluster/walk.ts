/** One step of a change of a running cluster, under its lock, and the same step back. */
import type {Emit} from '../events.ts';
import {differ, mix} from '../plan/mix.ts';
import {orderedSteps, restOf, type UpgradeStep} from '../plan/upgrade-steps.ts';
import type {Settings, Topology, UsedImages} from '../plan/topology.ts';
import {bringTo, type Hands} from './bring-to.ts';
import {checkComponent} from './component-health.ts';
import {copyEtcdData, needsRestore, restoreEtcdData} from './etcd-copy.ts';
import {rememberSettings} from './remember-settings.ts';

/** A step forward. What it leads to is remembered first, so that whoever comes after an interruption goes on. @throws SingleKubeError of whatever failed */
export async function goForward(current: Topology, next: Topology, {component, names}: UpgradeStep, version: string | undefined, hands: Hands): Promise<void> {
	const {engine, limitSeconds, emit, signal} = hands;
	const startedAt = Date.now();
	if (component === 'etcd' && differ(current, next, names)) {
		await copyEtcdData(next.cluster, hands);
	}

	await remember(current, next, hands);
	await bringTo(next, hands, {});
	await checkComponent(engine, next, component, version, limitSeconds, signal);
	note(emit, `${component}${version === undefined ? '' : ` is ${version}`}, after ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}

/** All that differs becomes what it was, the last step first; etcd gets its data of that time back where it could not read them. */
export async function goBack(current: Topology, before: Topology, hands: Hands): Promise<void> {
	let now = current;
	for (const step of [...orderedSteps, restOf(before, current)].reverse().filter(({names}) => differ(now, before, names))) {
		const next = mix(now, before, {names: step.names, settings: without(now.settings, before.settings, step), objects: step.images.length === 0});
		note(hands.emit, `${step.component} becomes again what it was`);
		if (step.component === 'etcd' && await needsRestore(next.cluster, hands)) {
			const restoring: Settings = {...next.settings, upgrading: {to: next.settings.upgrading?.to ?? '', restoring: true}};
			await remember(now, {...next, settings: restoring}, hands);
			await restoreEtcdData(next.cluster, hands);
		}

		await remember(now, next, hands);
		await bringTo(next, hands, {});
		now = next;
	}

	// A copy of etcd's data that was interrupted left it stopped.
	await remember(now, before, hands);
	await bringTo(before, hands, {});
}

/** The objects of both are mostly the same: what the API has need not be applied again. */
async function remember(current: Topology, next: Topology, {engine, image}: Hands): Promise<void> {
	const same = JSON.stringify(current.objects) === JSON.stringify(next.objects);
	await rememberSettings(engine, image, next, same);
}

function without(now: Settings, before: Settings, {images}: UpgradeStep): Settings {
	const kept = Object.entries(now.images?.used ?? {}).filter(([image]) => !images.includes(image));
	const again = Object.entries(before.images?.used ?? {}).filter(([image]) => images.includes(image));
	return withUsedImages(now, Object.fromEntries([...kept, ...again]));
}

/** The settings, with nothing else used than this. */
export function withUsedImages(settings: Settings, used: UsedImages): Settings {
	const {used: _, ...source} = settings.images ?? {source: 'debian'};
	return {...settings, images: {...source, ...Object.keys(used).length === 0 ? {} : {used}}};
}

function note(emit: Emit, text: string): void {
	emit({type: 'noted', phase: 'cluster', text});
}
