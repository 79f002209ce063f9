/**
 * The engine's default bridge. We make it ourselves, under a name of our own: dockerd's docker0 may belong to another
 * dockerd on this machine, and two cannot share it. It does not outlive a reboot, so each start looks after it.
 */
import {readFileSync} from 'node:fs';
import {SingleKubeError} from '../errors.ts';
import type {EmbeddedPaths} from './paths.ts';
import {freeBridgeAddress, readRoutes} from './routes.ts';
import {lastLines, runProgram, type RunOptions} from './run-program.ts';

/** @throws SingleKubeError EMBEDDED_ENGINE_START_FAILED */
export async function ensureBridge({bridge}: EmbeddedPaths, options: RunOptions): Promise<void> {
	if (deviceExists(bridge)) {
		return;
	}

	const address = freeBridgeAddress(readRoutes());
	if (address === undefined) {
		throw failed(bridge, ['every range that a bridge may have overlaps a route of this machine'], 'See them: ip route');
	}

	const steps = [['link', 'add', 'name', bridge, 'type', 'bridge'], ['address', 'add', address, 'dev', bridge], ['link', 'set', bridge, 'up']];
	for (const step of steps) {
		const {ok, all} = await runProgram('ip', step, options);
		if (!ok) {
			// Half a bridge would be taken for a whole one next time.
			await runProgram('ip', ['link', 'delete', bridge], {env: options.env});
			throw failed(bridge, [`ip ${step.join(' ')}`, ...lastLines(all)], 'The machine or container needs CAP_NET_ADMIN and the kernel module bridge: modprobe bridge');
		}
	}
}

export async function removeDevice(device: string, options: RunOptions): Promise<void> {
	if (deviceExists(device)) {
		await runProgram('ip', ['link', 'delete', device], options);
	}
}

/** In this process's network namespace, which /sys need not show. */
export function deviceExists(device: string): boolean {
	return readFileSync('/proc/net/dev', 'utf8').split('\n').some(line => line.trimStart().startsWith(`${device}:`));
}

function failed(bridge: string, seen: readonly string[], hint: string): SingleKubeError {
	return new SingleKubeError('EMBEDDED_ENGINE_START_FAILED', `could not make the network bridge ${bridge} for the embedded engine`, {seen, hint});
}
