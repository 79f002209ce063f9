/** The ports of this machine that lead to pods while the dashboard is open; all are closed with it. */
import type {Api} from '../../api/api.ts';
import {ApiRequestError} from '../../api/api-request-error.ts';
import {SingleKubeError} from '../../errors.ts';
import {openForward} from '../../port-forward/open.ts';
import type {Listener} from '../../port-forward/listen.ts';
import type {ForwardDeed} from '../deeds/forward.ts';
import {kubectlName, objectPath} from '../kinds.ts';
import type {Subject} from '../sources/subject.ts';
import {openApi} from '../sources/with-api.ts';

export type Forwards = {
	/** @returns what to say of it @throws SingleKubeError PORT_TAKEN and those of the apiserver */
	readonly perform: (deed: ForwardDeed, signal: AbortSignal) => Promise<string | void>;
};

/** @param ending closes all of them */
export function createForwards(subject: Subject, ending: AbortSignal): Forwards {
	const open = new Map<number, {readonly listener: Listener; readonly api: Api}>();
	let last = 0;
	const close = (id: number): void => {
		const forward = open.get(id);
		open.delete(id);
		forward?.listener.close();
		forward?.api.close();
	};

	ending.addEventListener('abort', () => {
		for (const id of open.keys()) {
			close(id);
		}
	}, {once: true});
	return {
		async perform(deed, signal) {
			switch (deed.kind) {
				case 'forward': {
					const id = ++last;
					const opened = await openOne(subject, deed, failure => {
						subject.push({type: 'forward-failed', id, failure});
					}, signal);
					open.set(id, opened);
					const {of, port} = deed;
					const {port: local} = opened.listener;
					subject.push({type: 'forward-opened', forward: {id, of, port, local, since: Date.now(), failure: undefined}});
					return `127.0.0.1:${local} leads to ${kubectlName(of)}:${port}`;
				}

				case 'end-forward': {
					close(deed.id);
					subject.push({type: 'forward-closed', id: deed.id});
				}
			}
		},
	};
}

async function openOne(subject: Subject, {of, local, port}: Extract<ForwardDeed, {kind: 'forward'}>, failed: (failure: string) => void, signal: AbortSignal): Promise<{readonly listener: Listener; readonly api: Api}> {
	const api = await openApi(subject);
	try {
		return {api, listener: await openForward(api, {path: objectPath(of), name: kubectlName(of), namespace: of.namespace ?? '', port}, local, failed, signal)};
	} catch (error) {
		api.close();
		throw inItsWords(error);
	}
}

/** What the apiserver says of it, and the rest of what is known. */
function inItsWords(error: unknown): unknown {
	return error instanceof ApiRequestError && error.status !== undefined && error.seen[0] !== undefined ? new Error(error.seen[0], {cause: error})
		: error instanceof SingleKubeError && error.seen.length > 0 ? new Error(`${error.message}: ${error.seen.join(', ')}`, {cause: error}) : error;
}
