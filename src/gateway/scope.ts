/** Which containers this node's kubelet may see: those that carry the labels the gateway gave them. */
import {labels} from '../labels.ts';
import {type EngineLink, readFromEngine} from './engine-calls.ts';
import {isObject, type JsonObject, parseObject} from './json.ts';
import {podOf} from './pod-of-call.ts';
import {noSuchContainer, noSuchExec, Refusal} from './refusal.ts';
import {resolvConfLabel} from './resolv-conf.ts';
import type {PodOfCall} from './trace.ts';

export type OwnContainer = {
	/** The full id: what is sent to the engine in place of a name, which could change owners in between. */
	readonly id: string;
	/** On a sandbox in the node's network: the resolv.conf that was made for it. */
	readonly resolvConf: string | undefined;
	/** For the trace. */
	readonly about?: PodOfCall | undefined;
};

export type Scope = {
	/** The labels of every container of this node. */
	readonly labels: Readonly<Record<string, string>>;
	/** @throws Refusal 404 in the engine's words for what is not there or not ours */
	find(reference: string): Promise<OwnContainer>;
	/** The same from an inspect that was read already; undefined when it is not ours. */
	recognise(inspected: JsonObject): OwnContainer | undefined;
	/** @throws Refusal 404 when the exec is not there or runs in a container that is not ours */
	checkExec(id: string): Promise<void>;
	remember(container: OwnContainer): void;
	forget(id: string): void;
};

/** Ids are never reused and labels never change, so both may be remembered; names move and are asked each time. */
const remembered = 4096;
const fullId = /^[0-9a-f]{64}$/;

export function openScope(link: EngineLink, cluster: string, node: string): Scope {
	const own = {[labels.cluster]: cluster, [labels.node]: node, [labels.component]: 'pod'};
	const containers = new Map<string, OwnContainer>();
	const execs = new Map<string, true>();

	const scope: Scope = {
		labels: own,
		remember: container => keep(containers, container.id, container),
		forget: id => void containers.delete(id),
		recognise(inspected) {
			const container = read(inspected, own);
			if (container) {
				scope.remember(container);
			}

			return container;
		},
		async find(reference) {
			const known = containers.get(reference);
			if (known) {
				return known;
			}

			// A reference from a body was not cleaned with the path: what is no name reaches no other call.
			if (!/^[a-zA-Z0-9][\w.-]*$/.test(reference)) {
				throw noSuchContainer(reference);
			}

			const {status, text} = await readFromEngine(link, `/containers/${encodeURIComponent(reference)}/json`);
			const found = status === 200 ? scope.recognise(parseObject(text, 502)) : undefined;
			if (!found && status >= 500) {
				throw new Refusal(status, text);
			}

			return found ?? findByPrefix(link, scope, reference);
		},
		async checkExec(id) {
			if (execs.has(id)) {
				return;
			}

			const {status, text} = await readFromEngine(link, `/exec/${encodeURIComponent(id)}/json`);
			const container = status === 200 ? parseObject(text, 502)['ContainerID'] : undefined;
			if (typeof container !== 'string') {
				throw noSuchExec(id);
			}

			await scope.find(container).catch((error: unknown) => {
				throw error instanceof Refusal && error.status === 404 ? noSuchExec(id) : error;
			});
			if (fullId.test(id)) {
				keep(execs, id, true);
			}
		},
	};
	return scope;
}

/**
 * The engine finds names before prefixes and all containers before ours: what someone else has may not hide what
 * this node has, nor be told apart from nothing.
 */
async function findByPrefix(link: EngineLink, scope: Scope, prefix: string): Promise<OwnContainer> {
	if (!/^[0-9a-f]{1,63}$/.test(prefix)) {
		throw noSuchContainer(prefix);
	}

	const filters = JSON.stringify({label: Object.entries(scope.labels).map(([key, value]) => `${key}=${value}`)});
	const {status, text} = await readFromEngine(link, `/containers/json?all=1&filters=${encodeURIComponent(filters)}`);
	const listed: unknown = status === 200 ? JSON.parse(text) : [];
	const ids = Array.isArray(listed) ? listed.flatMap((entry: unknown) => (isObject(entry) && typeof entry['Id'] === 'string' ? [entry['Id']] : [])) : [];
	const matching = ids.filter(id => id.startsWith(prefix));
	if (matching.length > 1) {
		throw new Refusal(400, `Multiple IDs found with provided prefix: ${prefix}`);
	}

	if (matching[0] === undefined) {
		throw noSuchContainer(prefix);
	}

	return scope.find(matching[0]);
}

function read(inspected: JsonObject, own: Readonly<Record<string, string>>): OwnContainer | undefined {
	const config = isObject(inspected['Config']) ? inspected['Config'] : {};
	const given = isObject(config['Labels']) ? config['Labels'] : {};
	if (typeof inspected['Id'] !== 'string' || Object.entries(own).some(([key, value]) => given[key] !== value)) {
		return undefined;
	}

	const resolvConf = given[resolvConfLabel];
	return {id: inspected['Id'], resolvConf: typeof resolvConf === 'string' ? resolvConf : undefined, about: podOf(given)};
}

function keep<T>(map: Map<string, T>, key: string, value: T): void {
	map.delete(key);
	map.set(key, value);
	if (map.size > remembered) {
		map.delete(map.keys().next().value!);
	}
}
