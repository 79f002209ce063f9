import type {ApiList} from '../api/api.ts';
import type {Passed} from './check.ts';
import {addressOf, type Node} from './node-ready.ts';
import {awaitPage, briefly, curlInside} from './page.ts';
import type {SmokeContext} from './smoke-context.ts';

/** @returns nginx's page @throws SingleKubeError TIMEOUT; ApiRequestError */
export async function checkPageByNodePort(context: SmokeContext, nodePort: number): Promise<Passed<{readonly page: string; readonly url: string}>> {
	const {items} = await context.api.list('/api/v1/nodes', context.signal) as ApiList<Node>;
	const url = `http://${items.map(node => addressOf(node)).find(address => address !== '') ?? 'no-node-has-an-address'}:${nodePort}/`;
	const page = await awaitNodePortPage(context, url);
	return {value: {page, url}, detail: `${url}, asked from ${context.fetchHere ? 'this machine' : 'the kubectl container: this machine is not in the cluster\'s network'}`};
}

export async function awaitNodePortPage(context: SmokeContext, url: string): Promise<string> {
	const {fetchHere} = context;
	return fetchHere
		? awaitPage(url, async signal => fetchHere(url, signal), context, briefly)
		: awaitPage(url, curlInside(context, url), context);
}
