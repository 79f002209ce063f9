import type {ApiObject} from '../api/api.ts';
import type {Passed} from './check.ts';
import {isReady, type SmokeContext} from './smoke-context.ts';

export type Node = ApiObject & {readonly status?: {
	readonly addresses?: ReadonlyArray<{readonly type: string; readonly address: string}>;
	readonly conditions?: ReadonlyArray<{readonly type: string; readonly status: string}>;
};};

/** @returns the address of the first node @throws SingleKubeError TIMEOUT */
export async function checkNodeReady({api, signal, limitMs}: SmokeContext): Promise<Passed<string>> {
	const nodes = await api.waitFor<Node>('/api/v1/nodes', found => found.length > 0 && found.every(isReady), {timeoutMs: limitMs, what: 'every node being Ready'}, signal);
	const addresses = nodes.map(node => addressOf(node));
	return {value: addresses[0]!, detail: nodes.map((node, index) => `${node.metadata.name} at ${addresses[index]}`).join(', ')};
}

export function addressOf({status}: Node): string {
	return status?.addresses?.find(({type}) => type === 'InternalIP')?.address ?? '';
}
