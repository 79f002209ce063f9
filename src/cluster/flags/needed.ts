/** Which flags and keys single-kube sets itself, and which of these a component could not do its work without. Pure. */
import {kubeProxyKeys} from '../../compose/kube-proxy-keys.ts';
import type {ComposeService} from '../../explain/about.ts';
import {flatten} from '../../explain/flags.ts';

/** A flag or key of compose/, as it stands there. */
export type OwnFlag = {
	/** `--secure-port`, `clusterDNS` */
	readonly flag: string;
	/** With variables: `${NODE_ADDRESS}`. */
	readonly value: string;
	/** `compose/kubelet.yaml` */
	readonly from: string;
	/** Continues "the cluster needs it as it is: "; undefined for one that is only a choice of ours. */
	readonly neededFor: string | undefined;
};

/**
 * @param component the service's name
 * @param name a flag without its dashes, or a key, as `set` takes it
 * @returns undefined where compose/ says nothing of it
 */
export function ownFlag(component: string, name: string, service: ComposeService | undefined): OwnFlag | undefined {
	if (!service) {
		return undefined;
	}

	const from = `compose/${service.file}`;
	const key = ((component === 'kube-proxy' ? kubeProxyKeys[name] : undefined) ?? name).replaceAll(String.raw`\.`, '.');
	const words = [...service.command, ...service.byVersion.flatMap(({args}) => args)];
	const word = words.find(candidate => candidate === `--${name}` || candidate.startsWith(`--${name}=`));
	if (word !== undefined) {
		const value = word.slice(name.length + 3);
		return {flag: `--${name}`, value, from, neededFor: neededFor(name, value)};
	}

	const files = [service.files, ...service.byVersion.map(({files}) => files)].flatMap(all => Object.values(all)).flatMap(content => flatten(content));
	const found = files.find(raw => raw.key === key || raw.key.startsWith(`${key}.`));
	if (found === undefined) {
		return undefined;
	}

	const value = typeof found.value === 'string' ? found.value : JSON.stringify(found.value);
	return {flag: found.key, value, from, neededFor: neededFor(found.key, value)};
}

/** By what stands there: a path and an address are the same in whoever made the file, and in whoever calls. */
function neededFor(name: string, value: string): string | undefined {
	if (/\/etc\/kubernetes\/|\.(crt|key|pub|sock|yaml)$/.test(value)) {
		return 'that file is made for it, and mounted there';
	}

	if (/port$|addr(ess)?$|-ip$|-urls$/i.test(name) || /:\d+$/.test(value)) {
		return 'other components reach it, or are reached, at that address';
	}

	if (/^(\/|\$\{NODE_DIR\})/.test(value)) {
		return 'a volume of the cluster is mounted there';
	}

	return /\$\{\w+\}/.test(value) ? 'it is how this cluster is laid out, and its other components have the same' : undefined;
}
