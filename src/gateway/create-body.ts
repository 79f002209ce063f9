/** The body of a container create, changed so that the container belongs to the node and not to the machine. */
import {canonicalise, isObject, type JsonObject} from './json.ts';
import {Refusal} from './refusal.ts';
import {resolvConfLabel} from './resolv-conf.ts';
import type {OwnContainer} from './scope.ts';

export type CreateContext = {
	/** Labels that every container of the node carries. */
	readonly labels: Readonly<Record<string, string>>;
	readonly holder: string;
	readonly oomScoreAdjMinimum: number;
	/** @throws Refusal when there is no such container of this node */
	readonly find: (reference: string) => Promise<OwnContainer>;
	/** Makes a resolv.conf and returns its path. */
	readonly makeResolvConf: () => Promise<string>;
};

export type Rewritten = {
	readonly notes: readonly string[];
	/** The resolv.conf that was made for it. */
	readonly resolvConf: string | undefined;
};

/**
 * Change a create's body in place. Keys are matched as Go's encoding/json matches them.
 *
 * @throws Refusal 400 or 404, as the engine words it, when it refers to a container that is not this node's
 */
export async function rewriteCreate(body: JsonObject, context: CreateContext): Promise<Rewritten> {
	canonicalise(body, topLevelKeys);
	const hostConfig = objectAt(body, 'HostConfig');
	canonicalise(hostConfig, hostConfigKeys);
	const labels = objectAt(body, 'Labels');
	const notes: string[] = [];

	setLabels(labels, context.labels);
	raiseOomScore(hostConfig, context.oomScoreAdjMinimum, notes);
	const joined = await pinReferences(hostConfig, context);
	const host = hostConfig['NetworkMode'] === 'host';
	if (!host && joined?.resolvConf === undefined) {
		return {notes, resolvConf: undefined};
	}

	// Last, since what was refused above must leave no file behind.
	const resolvConf = host ? await context.makeResolvConf() : joined!.resolvConf!;
	if (host) {
		hostConfig['NetworkMode'] = `container:${context.holder}`;
		labels[resolvConfLabel] = resolvConf;
		notes.push(`network mode host became container:${context.holder}`);
	}

	dropWhatContainerModeForbids(body, hostConfig);
	bindResolvConf(hostConfig, resolvConf, notes);
	return {notes, resolvConf: host ? resolvConf : undefined};
}

const topLevelKeys = ['Labels', 'HostConfig', 'NetworkingConfig', 'Hostname', 'Domainname', 'MacAddress', 'ExposedPorts'];
const hostConfigKeys = [
	'NetworkMode', 'IpcMode', 'PidMode', 'UTSMode', 'VolumesFrom', 'Links', 'OomScoreAdj', 'Binds', 'Mounts', 'PortBindings', 'PublishAllPorts',
	'Dns', 'DnsOptions', 'DnsSearch', 'ExtraHosts',
];

/** Our labels decide who owns a container; a pod must not be able to carry one that it chose. */
function setLabels(labels: JsonObject, own: Readonly<Record<string, string>>): void {
	for (const key of Object.keys(labels)) {
		if (key.startsWith('dev.single-kube.')) {
			delete labels[key];
		}
	}

	Object.assign(labels, own);
}

/** Lowering it below its own needs CAP_SYS_RESOURCE, which not every engine has. */
function raiseOomScore(hostConfig: JsonObject, minimum: number, notes: string[]): void {
	const score = hostConfig['OomScoreAdj'];
	if (typeof score === 'number' && score < minimum) {
		hostConfig['OomScoreAdj'] = minimum;
		notes.push(`oom score ${score} raised to ${minimum}`);
	}
}

/** Every container that the body names must be ours, and is named by its id from here on. Returns the one whose network is joined. */
async function pinReferences(hostConfig: JsonObject, context: CreateContext): Promise<OwnContainer | undefined> {
	let network: OwnContainer | undefined;
	for (const key of ['NetworkMode', 'IpcMode', 'PidMode']) {
		const mode = hostConfig[key];
		if (typeof mode === 'string' && mode.startsWith('container:')) {
			const container = await findOr400(context, mode.slice('container:'.length), key === 'NetworkMode' ? 404 : 400);
			hostConfig[key] = `container:${container.id}`;
			network = key === 'NetworkMode' ? container : network;
		}
	}

	for (const key of ['VolumesFrom', 'Links']) {
		const given = hostConfig[key];
		if (Array.isArray(given)) {
			hostConfig[key] = await Promise.all(given.map(async (entry: unknown) => {
				const [reference = '', ...rest] = String(entry).split(':');
				return [(await findOr400(context, reference, 400)).id, ...rest].join(':');
			}));
		}
	}

	return network;
}

/** The engine says 400 where a namespace or volume donor is missing. */
async function findOr400(context: CreateContext, reference: string, status: number): Promise<OwnContainer> {
	try {
		return await context.find(reference);
	} catch (error) {
		throw error instanceof Refusal && error.status === 404 ? new Refusal(status, error.message) : error;
	}
}

/** moby runconfig/hostconfig_unix.go (validateNetContainerMode) refuses each of these beside `container:`. */
function dropWhatContainerModeForbids(body: JsonObject, hostConfig: JsonObject): void {
	for (const key of ['Hostname', 'Domainname', 'MacAddress', 'ExposedPorts', 'NetworkingConfig']) {
		delete body[key];
	}

	for (const key of ['PortBindings', 'PublishAllPorts', 'Links', 'Dns', 'DnsOptions', 'DnsSearch', 'ExtraHosts']) {
		delete hostConfig[key];
	}

	// Not forbidden, but the machine's host name is not the node's.
	if (hostConfig['UTSMode'] === 'host') {
		hostConfig['UTSMode'] = '';
	}
}

function bindResolvConf(hostConfig: JsonObject, path: string, notes: string[]): void {
	const binds = Array.isArray(hostConfig['Binds']) ? hostConfig['Binds'] : [];
	const mounts = Array.isArray(hostConfig['Mounts']) ? hostConfig['Mounts'] : [];
	const taken = binds.some((bind: unknown) => String(bind).split(':')[1] === '/etc/resolv.conf')
		|| mounts.some((mount: unknown) => isObject(mount) && Object.entries(mount).some(([key, value]) => key.toLowerCase() === 'target' && value === '/etc/resolv.conf'));
	if (!taken) {
		hostConfig['Binds'] = [...binds, `${path}:/etc/resolv.conf`];
		notes.push(`resolv.conf at ${path}`);
	}
}

/** @throws Refusal 400 when something else than an object stands there */
function objectAt(parent: JsonObject, key: string): JsonObject {
	const value = parent[key] ?? {};
	if (!isObject(value)) {
		throw new Refusal(400, `invalid JSON: "${key}" must be an object`);
	}

	parent[key] = value;
	return value;
}
