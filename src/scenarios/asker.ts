/**
 * Asks services and pods over HTTP from the node: by a container in its network namespace, so that it works whichever component
 * is away, the apiserver and the kubelet too. Addresses are remembered, for when nobody can be asked for them.
 */
import type {Api} from '../api/api.ts';
import {ApiRequestError} from '../api/api-request-error.ts';
import {createContainer, removeContainer, startContainer} from '../engine/containers.ts';
import type {Engine} from '../engine/engine.ts';
import {execInContainer} from '../engine/exec.ts';
import {containerState} from '../engine/inspect.ts';
import {helperIn, imageOf} from '../faults/helpers.ts';
import type {Topology} from '../plan/topology.ts';
import type {HttpAnswer} from './assertions/judge.ts';
import type {AssertionOf} from './scenario.ts';

export type Asker = {
	readonly ask: (request: AssertionOf<'http'>, namespace: string, signal: AbortSignal) => Promise<HttpAnswer>;
	readonly close: () => Promise<void>;
};

/** Milliseconds to be told an address; seconds for an answer. */
const addressWithin = 1500;
const answerWithin = 3;
/** Its container ends by itself should nobody remove it, after so many seconds. */
const lifetime = 3600;

/** @param run tells its container from that of another run */
export function openAsker(engine: Engine, topology: Topology, api: Api, run: string): Asker {
	const addresses = new Map<string, string>();
	const holder = topology.components.find(({name}) => name === 'node')!;
	const spec = {...helperIn(topology, holder, `scenario-${run}`, imageOf(topology, 'kubectl')), command: ['sleep', String(lifetime)], init: true};
	let opened: Promise<number> | undefined;
	/** @returns which start of the node it belongs to: another one has another namespace */
	const open = async (): Promise<number> => {
		const {startedAt} = await containerState(engine, holder.container.name);
		await removeContainer(engine, spec.name);
		await createContainer(engine, spec, '');
		await startContainer(engine, spec.name);
		return startedAt;
	};

	const curl = async (url: string, signal: AbortSignal): Promise<HttpAnswer> => {
		const {exitCode, stdout, stderr} = await execInContainer(engine, spec.name, ['curl', '--silent', '--show-error', '--max-time', String(answerWithin), '--write-out', '\n%{http_code}', url], signal);
		const cut = stdout.lastIndexOf('\n');
		return exitCode === 0 ? {status: Number(stdout.slice(cut + 1)), body: stdout.slice(0, cut)} : {failure: stderr.trim().replace(/^curl: /, '') || `curl ended with ${exitCode}`};
	};

	return {
		async ask(request, namespace, signal) {
			const [kind = '', name = ''] = request.http.split('/');
			const key = `${namespace} ${request.http}`;
			const address = await addressOf(api, kind, name, namespace, signal).catch((error: unknown) => {
				signal.throwIfAborted();
				// Refused is an answer, too: there is none any more.
				return error instanceof ApiRequestError && error.status !== undefined ? undefined : addresses.get(key);
			});
			if (address === undefined) {
				return {failure: `${request.http} has no address yet`};
			}

			addresses.set(key, address);
			const [host, port] = address.split(':');
			const url = `http://${host}:${request.port ?? port}${request.path ?? '/'}`;
			opened ??= open();
			const startedAt = await opened.catch((error: unknown) => {
				opened = undefined;
				throw error as Error;
			});
			const answer = await curl(url, signal);
			if ('failure' in answer && (await containerState(engine, holder.container.name)).startedAt !== startedAt) {
				opened = open();
				await opened;
				return curl(url, signal);
			}

			return answer;
		},
		async close() {
			await opened?.catch(() => undefined);
			await removeContainer(engine, spec.name);
		},
	};
}

type Addressed = {readonly metadata: {readonly name: string}; readonly spec?: {readonly clusterIP?: string; readonly ports?: ReadonlyArray<{readonly port: number}>}; readonly status?: {readonly podIP?: string}};

/** @returns `10.96.0.17:80`; undefined where it has none yet @throws what the API throws */
async function addressOf(api: Api, kind: string, name: string, namespace: string, signal: AbortSignal): Promise<string | undefined> {
	const plural = kind.startsWith('p') ? 'pods' : 'services';
	const {spec, status} = await api.get<Addressed>(`/api/v1/namespaces/${namespace}/${plural}/${encodeURIComponent(name)}`, AbortSignal.any([signal, AbortSignal.timeout(addressWithin)]));
	const host = plural === 'pods' ? status?.podIP : spec?.clusterIP;
	return host === undefined || host === 'None' ? undefined : `${host}:${plural === 'pods' ? 80 : spec?.ports?.[0]?.port ?? 80}`;
}
