/** Ports of this machine that lead to a pod, while the dashboard is open. Pure. */
import {kubeconfigNames} from '../../kubeconfig/entry.ts';
import {kubectlName, kubectlNamespace, type ObjectRef} from '../kinds.ts';
import type {DashboardState} from '../state.ts';
import type {DeedText} from './deed-text.ts';
import {subjectOf} from './object.ts';

export type ForwardDeed =
	/** `local` 0: any port that is free. */
	| {readonly kind: 'forward'; readonly of: ObjectRef; readonly local: number; readonly port: number}
	| {readonly kind: 'end-forward'; readonly id: number};

/** One that is open. */
export type ForwardRecord = {
	readonly id: number;
	readonly of: ObjectRef;
	readonly local: number;
	readonly port: number;
	/** Milliseconds since the epoch. */
	readonly since: number;
	/** Why the last connection could not be made; undefined when it could. */
	readonly failure: string | undefined;
};

export function forwardDeedText(deed: ForwardDeed, state: DashboardState): DeedText {
	switch (deed.kind) {
		case 'forward': {
			const {of, local, port} = deed;
			const name = kubectlName(of);
			return {
				subject: `forward ${subjectOf(of)}`, title: `forward ${local} to ${name}?`, button: 'forward', consequence: '', command: forwardCommand(deed, state.facts.cluster),
				doing: 'forwarding', done: `127.0.0.1:${local} leads to ${name}:${port}`, failed: `No port leads to ${name}`,
			};
		}

		case 'end-forward': {
			const open = state.forwards.find(({id}) => id === deed.id);
			const what = open ? `127.0.0.1:${open.local}` : 'the port';
			return {
				subject: `forward ${deed.id}`, title: `close ${what}?`, button: 'close', consequence: '', command: '',
				doing: 'closing', done: `${what} leads nowhere any more`, failed: `${what} could not be closed`,
			};
		}
	}
}

/** kubectl on this machine: the one of the cluster listens in its own container. */
export function forwardCommand({of, local, port}: {readonly of: ObjectRef; readonly local: number; readonly port: number}, cluster: string): string {
	return `kubectl --context ${kubeconfigNames(cluster).context} ${kubectlNamespace(of.namespace)}port-forward ${kubectlName(of)} ${local === 0 ? '' : local}:${port}`;
}

/** `service/web:80 in default` */
export function describeForward({of, port}: Pick<ForwardRecord, 'of' | 'port'>): string {
	return `${kubectlName(of)}:${port} in ${of.namespace ?? ''}`;
}
