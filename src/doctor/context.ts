/** What checks read from: the engine, asked once for all of them, and who asks. */
import {existsSync} from 'node:fs';
import {homedir} from 'node:os';
import {type ClusterOptions, defaultName} from '../cluster/options.ts';
import {connectToExisting} from '../cluster/status.ts';
import {embeddedPaths} from '../embedded-engine/paths.ts';
import type {EngineAddress} from '../engine/address.ts';
import {type EngineCondition, engineCondition} from '../engine/condition.ts';
import type {Engine} from '../engine/engine.ts';
import {findAddress} from '../engine/find-address.ts';
import {type EngineInfo, engineInfo} from '../engine/info.ts';
import {usedSubnets} from '../engine/networks.ts';
import {ignoreEvents} from '../events.ts';
import {type Finding, skipped} from './check.ts';
import {type WantedRanges, wantedRanges} from './wanted-ranges.ts';

export type DoctorContext = {
	/** As for a start: what is checked is whether that one would succeed. */
	readonly options: ClusterOptions;
	/** The cluster's name. */
	readonly cluster: string;
	readonly env: NodeJS.ProcessEnv;
	readonly home: string;
	/** Only what takes no time is to be read. */
	readonly quick: boolean;
	/** Where the engine is looked for first. @throws SingleKubeError ENGINE_CONTEXT_INVALID */
	readonly address: () => Promise<Pick<EngineAddress, 'host' | 'origin' | 'explicit'>>;
	/** The engine that is there; none is started. @throws SingleKubeError as connectEngine */
	readonly engine: () => Promise<Engine>;
	/** @throws as `engine` */
	readonly info: () => Promise<EngineInfo>;
	/** @throws as `engine` */
	readonly condition: () => Promise<EngineCondition>;
	/** The engine's networks; none without an engine. */
	readonly networks: () => Promise<ReadonlyArray<{readonly network: string; readonly subnet: string}>>;
	/** @throws SingleKubeError OPTION_INVALID, CIDR_OVERLAP, STATE_CORRUPT */
	readonly ranges: () => Promise<WantedRanges>;
};

/** @param engine the one to judge, when it is known already */
export function openContext(options: ClusterOptions, quick: boolean, signal: AbortSignal, engine?: Engine): DoctorContext {
	const env = options.environment ?? process.env;
	const connected = once(async () => engine ?? connectToExisting(options, ignoreEvents, signal));
	const find = async (): Promise<Engine | undefined> => connected().catch(() => undefined);
	return {
		options, cluster: options.name ?? defaultName, env, home: env['HOME'] || homedir(), quick,
		address: once(async () => addressOf(options, env)),
		engine: connected,
		info: once(async () => engineInfo(await connected())),
		condition: once(async () => engineCondition(await connected())),
		networks: once(async () => {
			const found = await find();
			return found ? usedSubnets(found) : [];
		}),
		ranges: once(async () => wantedRanges(await find(), options)),
	};
}

/** The engine's own word where there is one: what needs it is skipped else, and the check `engine` says why there is none. */
export async function withEngine(context: DoctorContext, work: (engine: Engine) => Promise<Finding>): Promise<Finding> {
	const engine = await context.engine().catch(() => undefined);
	return engine ? work(engine) : skipped('no engine answers');
}

/** For what is read from this machine and means the engine's. */
export async function onEngineMachine(context: DoctorContext, work: () => Promise<Finding>): Promise<Finding> {
	const elsewhere = await engineElsewhere(context);
	return elsewhere === undefined ? work() : skipped(elsewhere);
}

/** @returns why this machine is not the engine's; undefined when it is, or would be: an engine that is yet to be started runs here */
export async function engineElsewhere(context: DoctorContext): Promise<string | undefined> {
	if (process.platform !== 'linux') {
		return `containers run in a virtual machine, not on this ${process.platform}`;
	}

	const engine = await context.engine().catch(() => undefined);
	if (engine) {
		const {runsHere, name, operatingSystem} = await context.condition();
		return runsHere ? undefined : `the engine runs on ${name} (${operatingSystem}), not on this machine`;
	}

	const {host, explicit} = await context.address();
	return explicit && !host.startsWith('unix:') ? `the engine would be at ${host}, not on this machine` : undefined;
}

async function addressOf({engine}: ClusterOptions, env: NodeJS.ProcessEnv): Promise<Pick<EngineAddress, 'host' | 'origin' | 'explicit'>> {
	const embedded = {host: `unix://${embeddedPaths(env).socket}`, origin: 'the embedded engine', explicit: engine === 'embedded'};
	if (engine === 'embedded') {
		return embedded;
	}

	const address = await findAddress({env, defaultSocket: '/var/run/docker.sock'});
	return !address.explicit && engine !== 'host' && !existsSync('/var/run/docker.sock') && existsSync(embeddedPaths(env).socket) ? embedded : address;
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
	let result: Promise<T> | undefined;
	return async () => {
		result ??= work();
		return result;
	};
}
