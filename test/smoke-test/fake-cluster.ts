/** A cluster as the smoke test sees it: an API that holds objects, and containers that answer commands. */
import type {Api, ApiObject} from '../../src/api/api.ts';
import {SingleKubeError} from '../../src/errors.ts';
import type {ExecResult} from '../../src/engine/exec.ts';
import type {Pod, SmokeContext} from '../../src/smoke-test/smoke-context.ts';

export type FakeCluster = {
	readonly context: SmokeContext;
	readonly created: Array<{readonly path: string; readonly object: object}>;
	readonly deleted: string[];
	readonly commands: string[];
};

export type Trouble = {
	/** Pods never become Ready. */
	readonly noPods?: boolean;
	/** A deleted pod has no successor. */
	readonly noReplacement?: boolean;
	readonly answer?: (command: readonly string[]) => ExecResult | undefined;
	readonly fetchHere?: SmokeContext['fetchHere'];
	readonly signal?: AbortSignal;
	readonly limitMs?: number;
	readonly withoutDns?: boolean;
};

export const page = '<h1>Welcome to nginx!</h1>';
const said = (stdout: string, exitCode = 0): ExecResult => ({exitCode, stdout, stderr: ''});

export function fakeCluster(trouble: Trouble = {}): FakeCluster {
	const created: FakeCluster['created'] = [];
	const deleted: string[] = [];
	const commands: string[] = [];
	const pods = (): Pod[] => ['a', 'b', ...deleted.some(path => path.includes('/pods/')) && !trouble.noReplacement ? ['c'] : []]
		.filter(name => !deleted.some(path => path.endsWith(`/pods/nginx-${name}`)))
		.map((name, index) => ready(`nginx-${name}`, {podIP: `10.244.0.${index + 2}`, phase: 'Running'}, !trouble.noPods));
	const objects = (path: string): ApiObject[] => {
		if (path.startsWith('/api/v1/nodes')) {
			return [ready('node-1', {addresses: [{type: 'InternalIP', address: '172.30.0.10'}]}, true)];
		}

		if (path.includes('/events')) {
			return [{metadata: {name: 'e'}, type: 'Warning', reason: 'FailedMount', message: 'no such disk', involvedObject: {kind: 'Pod', name: 'nginx-a'}}];
		}

		return path.includes('/pods') ? pods() : [];
	};

	const api: Pick<Api, 'create' | 'delete' | 'list' | 'waitFor'> = {
		async create(path, object) {
			created.push({path, object});
			return {metadata: {name: 'x'}, spec: {clusterIP: '10.96.7.7', ports: [{nodePort: 30_777}]}} as never;
		},
		async delete(path) {
			deleted.push(path);
		},
		list: async path => ({metadata: {}, items: objects(path)}) as never,
		async waitFor(path, predicate, {what}) {
			const found = objects(path);
			if (!predicate(found as never)) {
				throw new SingleKubeError('TIMEOUT', `the time passed without ${what}`, {seen: ['last seen']});
			}

			return found as never;
		},
	};
	const context: SmokeContext = {
		api: api as Api, namespace: 'smoke', signal: trouble.signal ?? new AbortController().signal, limitMs: trouble.limitMs ?? 300,
		apiAddress: trouble.withoutDns ? undefined : '10.96.0.1',
		fetchHere: 'fetchHere' in trouble ? trouble.fetchHere : async () => page,
		async runInside(command) {
			commands.push(command.join(' '));
			return trouble.answer?.(command) ?? answer(command);
		},
	};
	return {context, created, deleted, commands};
}

function ready(name: string, status: object, isReady: boolean): Pod {
	return {metadata: {name, uid: `uid-${name}`}, status: {...status, conditions: [{type: 'Ready', status: isReady ? 'True' : 'False'}]}};
}

/** As a healthy cluster answers. */
function answer(command: readonly string[]): ExecResult {
	const line = command.join(' ');
	if (line.includes('kubectl logs')) {
		return said('10.244.0.3 - - "GET /?asked-by-pod-address HTTP/1.0" 200\n');
	}

	if (line.includes('getent')) {
		return said('10.96.0.1       STREAM kubernetes.default.svc.cluster.local\n10.96.0.1       DGRAM\n');
	}

	return line.includes('hostname') ? said(`${command[4]}\n`, 7) : said(page);
}
