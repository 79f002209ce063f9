/** A copy of etcd's data: each minor version of etcd may rewrite it, and none reads what a newer one wrote. */
import {removeContainer, stopContainer} from '../engine/containers.ts';
import {execInContainer} from '../engine/exec.ts';
import {createVolume, removeVolume} from '../engine/networks.ts';
import type {Engine} from '../engine/engine.ts';
import {observe} from '../engine/observe.ts';
import {labels} from '../labels.ts';
import {minorVersion} from '../upstream/compare-versions.ts';
import type {Hands} from './bring-to.ts';
import {runJob} from './run-job.ts';

const dataVolume = (cluster: string): string => `sk-${cluster}-etcd`;
const copyVolume = (cluster: string): string => `sk-${cluster}-etcd-before-upgrade`;
const container = (cluster: string): string => `sk-${cluster}-etcd`;
/** Seconds that etcd has to close its files. */
const grace = 10;

/**
 * Stop etcd and copy its data; the copy's label has the version that wrote them. Whoever calls it starts an etcd again. A copy that
 * an interruption leaves half-made is never put back: the etcd that runs then is still the old one.
 */
export async function copyEtcdData(cluster: string, {engine, image, limitSeconds, signal}: Hands): Promise<void> {
	const version = await etcdVersion(engine, cluster) ?? '';
	await removeVolume(engine, copyVolume(cluster));
	await stopContainer(engine, container(cluster), grace);
	await createVolume(engine, {name: copyVolume(cluster), labels: {[labels.cluster]: cluster, [labels.version]: version}});
	await runJob(engine, cluster, {
		what: 'the copy of etcd\'s data', image, script: 'cp -a /from/. /to/', volumes: {'/from': dataVolume(cluster), '/to': copyVolume(cluster)},
	}, limitSeconds, signal);
}

/** Whether there is a copy that has to be put back before the older etcd can run: another minor version may have written since. */
export async function needsRestore(cluster: string, {engine}: Pick<Hands, 'engine'>): Promise<boolean> {
	const copy = (await observe(engine, cluster)).volumes.find(({name}) => name === copyVolume(cluster));
	if (!copy) {
		return false;
	}

	const now = await etcdVersion(engine, cluster);
	return now === undefined || copy.version === '' || minorVersion(now) !== minorVersion(copy.version);
}

/** Put the copy in the data's place. The apiserver goes, too: it remembers what is no longer so. Can be done again after an interruption. */
export async function restoreEtcdData(cluster: string, {engine, image, limitSeconds, signal}: Hands): Promise<void> {
	await stopContainer(engine, `sk-${cluster}-kube-apiserver`, grace);
	await removeContainer(engine, container(cluster));
	await runJob(engine, cluster, {
		what: 'the return of etcd\'s data', image, script: 'find /to -mindepth 1 -delete; cp -a /from/. /to/', volumes: {'/from': copyVolume(cluster), '/to': dataVolume(cluster)},
	}, limitSeconds, signal);
}

export async function dropEtcdCopy(cluster: string, {engine}: Pick<Hands, 'engine'>): Promise<void> {
	await removeVolume(engine, copyVolume(cluster));
}

/** Of the one that runs; undefined when none does. */
async function etcdVersion(engine: Engine, cluster: string): Promise<string | undefined> {
	try {
		const {stdout} = await execInContainer(engine, container(cluster), ['etcd', '--version'], AbortSignal.timeout(10_000));
		return /etcd Version: (\S+)/i.exec(stdout)?.[1];
	} catch {
		return undefined;
	}
}
