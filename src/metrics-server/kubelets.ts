/** Ask kubelets what their nodes and pods use: when somebody asks us, and not again for a while. */
import {Agent, request as httpsRequest} from 'node:https';
import {text} from 'node:stream/consumers';
import type {Summary} from './usage.ts';

/** A kubelet's address, as its node's status has it. */
export type KubeletAddress = {readonly node: string; readonly host: string; readonly port: number};

export type Kubelets = {
	/**
	 * @returns at most 10 s old
	 * @throws Error when the kubelet refuses, or does not answer within 5 s
	 */
	readonly summary: (kubelet: KubeletAddress) => Promise<Summary>;
	readonly close: () => void;
};

/** PEM texts: the authority of kubelets' certificates, and who we are to them. */
export type KubeletCredentials = {readonly ca: string; readonly cert: string; readonly key: string};

/** A kubelet measures every 10 to 15 s: asking it more often would give the same numbers. */
const freshMs = 10_000;
const limitMs = 5000;

export function createKubelets(credentials: KubeletCredentials, now: () => number = Date.now): Kubelets {
	const agent = new Agent({...credentials, keepAlive: true, minVersion: 'TLSv1.2'});
	const recent = new Map<string, {readonly until: number; readonly summary: Promise<Summary>}>();
	return {
		async summary(kubelet) {
			const key = `${kubelet.node} ${kubelet.host}:${kubelet.port}`;
			const known = recent.get(key);
			if (known && known.until > now()) {
				return known.summary;
			}

			for (const [old, {until}] of recent) {
				if (until <= now()) {
					recent.delete(old);
				}
			}

			const summary = fetchSummary(agent, kubelet);
			recent.set(key, {until: now() + freshMs, summary});
			summary.catch(() => {
				recent.delete(key);
			});
			return summary;
		},
		close() {
			agent.destroy();
		},
	};
}

async function fetchSummary(agent: Agent, {node, host, port}: KubeletAddress): Promise<Summary> {
	const body = await new Promise<string>((resolve, reject) => {
		// Without the volumes and file systems, whose sizes cost the kubelet the most.
		const sent = httpsRequest({
			agent, host, port, path: '/stats/summary?only_cpu_and_memory=true', signal: AbortSignal.timeout(limitMs), headers: {accept: 'application/json'},
		}, response => {
			text(response).then(answer => {
				if (response.statusCode === 200) {
					resolve(answer);
				} else {
					reject(new Error(`the kubelet of ${node} answered ${response.statusCode}: ${answer.slice(0, 200)}`));
				}
			}, reject);
		});
		sent.on('error', reject);
		sent.end();
	});
	return JSON.parse(body) as Summary;
}
