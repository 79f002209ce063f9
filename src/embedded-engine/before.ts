/** What the machine was like before its first dockerd: kept so that `remove` can put it back. */
import {existsSync} from 'node:fs';
import {mkdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import {z} from 'zod';
import {otherDaemons} from './find-daemon.ts';
import type {EmbeddedPaths} from './paths.ts';
import {isDockerChain} from './rules.ts';
import {runProgram} from './run-program.ts';

const schema = z.object({
	/** The policy of the packet filter's FORWARD chain; dockerd sets DROP. */
	forwardPolicy: z.enum(['ACCEPT', 'DROP']),
	/** net.ipv4.ip_forward; dockerd sets 1. */
	ipForward: z.enum(['0', '1']),
	/** Files and directories outside of ours that dockerd makes and that were not there. */
	absent: z.array(z.string()),
});

export type Before = z.infer<typeof schema>;

/** What a dockerd of any data root leaves at fixed places; the deeper before what holds it. */
export const strayPlaces: readonly string[] = [
	'/etc/docker/key.json', '/etc/docker', '/run/docker/plugins', '/run/docker', '/run/containerd/s', '/run/containerd',
	'/opt/containerd/bin', '/opt/containerd/lib', '/opt/containerd',
];

/** Written once, and again after a reboot: only while the machine shows no trace of a dockerd is it "before". */
export async function recordBefore(paths: EmbeddedPaths, env: NodeJS.ProcessEnv): Promise<void> {
	const {ok, stdout} = await runProgram('iptables-save', ['-t', 'filter'], {env});
	const touched = stdout.split('\n').some(line => line.startsWith(':') && isDockerChain(line.slice(1).split(' ')[0]!));
	if (!ok || touched || otherDaemons(paths).length > 0) {
		return;
	}

	const known = await readBefore(paths);
	const before: Before = {
		forwardPolicy: /^:FORWARD DROP/m.test(stdout) ? 'DROP' : 'ACCEPT',
		ipForward: (await readFile(forwardFile, 'utf8')).trim() === '1' ? '1' : '0',
		// What was missing at the first start is ours since.
		absent: known?.absent ?? strayPlaces.filter(place => !existsSync(place)),
	};
	await mkdir(path.dirname(paths.before), {recursive: true});
	await writeFileAtomic(paths.before, `${JSON.stringify(before)}\n`, {mode: 0o600});
}

/** @returns undefined where nothing was recorded, or the record was edited into something else */
export async function readBefore({before}: EmbeddedPaths): Promise<Before | undefined> {
	try {
		return schema.parse(JSON.parse(await readFile(before, 'utf8')));
	} catch {
		return undefined;
	}
}

export const forwardFile = '/proc/sys/net/ipv4/ip_forward';
