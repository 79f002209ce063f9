/** Lay what a user adds over a component's command line and files. Pure. */
import {load} from 'js-yaml';
import {type ExtraConfig, isKey, pathOfKey} from '../plan/extra-config.ts';
import {changeFeatureGates, type FeatureGates, formatFeatureGates, gatedComponents} from '../plan/feature-gates.ts';
import {setFlag, valuesOfFlag} from './flags.ts';
import {kubeProxyKeys, listKeys} from './kube-proxy-keys.ts';
import {mergeFiles} from './merge-files.ts';

export type Configured = {
	readonly command: readonly string[];
	readonly files: Readonly<Record<string, unknown>>;
};

export type Extras = {
	readonly extraConfig?: ExtraConfig | undefined;
	readonly featureGates?: FeatureGates | undefined;
	/** Keys of configuration files by the service's name: laid over them before what the user says. */
	readonly files?: Readonly<Record<string, object>> | undefined;
};

/** @param name the service's */
export function withExtras(name: string, given: Configured, {extraConfig = {}, featureGates = {}, files: laid = {}}: Extras): Configured {
	const {'feature-gates': gatesOfOne = [], ...flags} = extraConfig[name] ?? {};
	const file = configurationFile(given.files);
	const below = laid[name] && file !== undefined ? {...given, files: mergeFiles(given.files, {[file]: laid[name]})} : given;
	const configured = Object.entries(flags).reduce((all, [flag, values]) => withFlag(name, all, flag, values, file), below);
	return withGates(configured, gatesOfOne.join(','), gatedComponents.has(name) ? featureGates : {}, file);
}

function withFlag(component: string, {command, files}: Configured, flag: string, values: readonly string[], file: string | undefined): Configured {
	const key = component === 'kube-proxy' ? kubeProxyKeys[flag] ?? flag : flag;
	// `mode`, of the one component whose file has a key that looks like a flag.
	if (file === undefined || !(isKey(key) || key !== flag || key in (files[file] as object))) {
		return {command: setFlag(command, flag, values), files};
	}

	const path = pathOfKey(key);
	const value = listKeys.has(key) && flag !== key ? values.flatMap(text => text.split(',')) : typed(path, values.at(-1) ?? '');
	return {command, files: mergeFiles(files, {[file]: path.reduceRight<unknown>((inner, part) => ({[part]: inner}), value)})};
}

/** Maps of the kubelet's whose values are text, whatever they look like ("Kubelet Configuration (v1beta1)", Kubernetes documentation). */
const textMaps: ReadonlySet<string> = new Set(['evictionHard', 'evictionSoft', 'evictionSoftGracePeriod', 'evictionMinimumReclaim', 'kubeReserved', 'qosReserved', 'systemReserved', 'staticPodURLHeader']);

/** Text as YAML reads it: `50`, `true`, `[a, b]`. */
function typed([first = '', ...more]: readonly string[], text: string): unknown {
	if (more.length > 0 && textMaps.has(first)) {
		return text;
	}

	try {
		// Taken away by null, as in the files of compose/.
		return load(text) ?? null;
	} catch {
		return text;
	}
}

/** Gates of the files of compose/ and of the user are one list, of which the user's count. */
function withGates({command, files}: Configured, ofOne: string, ofAll: FeatureGates, file: string | undefined): Configured {
	if (ofOne === '' && Object.keys(ofAll).length === 0) {
		return {command, files};
	}

	if (file !== undefined) {
		return {command, files: mergeFiles(files, {[file]: {featureGates: changeFeatureGates(ofOne, ofAll)}})};
	}

	const gates = changeFeatureGates(ofOne, {...changeFeatureGates(valuesOfFlag(command, 'feature-gates').join(',')), ...ofAll});
	return {command: setFlag(command, 'feature-gates', [formatFeatureGates(gates)]), files};
}

/** The one of its files that is a component's configuration: `KubeletConfiguration`, `KubeProxyConfiguration`. */
export function configurationFile(files: Readonly<Record<string, unknown>>): string | undefined {
	return Object.entries(files).find(([, content]) => typeof content === 'object' && content !== null && 'kind' in content && /Configuration$/.test(String(content.kind)))?.[0];
}
