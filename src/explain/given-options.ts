/** What a user gave for a component's flags and configuration keys, as the options of `start` that say it. Pure. */
import {kubeProxyKeys} from '../compose/kube-proxy-keys.ts';
import {formatExtraConfig} from '../plan/extra-config.ts';
import {formatFeatureGates, gatedComponents} from '../plan/feature-gates.ts';
import type {Settings} from '../plan/topology.ts';
import type {GivenOption} from './flags.ts';

/** @param component the service's name */
export function givenOptions(component: string, {extraConfig = {}, featureGates = {}, offers}: Pick<Settings, 'extraConfig' | 'featureGates' | 'offers'>): GivenOption[] {
	const gates = gatedComponents.has(component) ? Object.entries(featureGates) : [];
	return [
		...Object.entries(extraConfig[component] ?? {}).map(([name, values]) => ({
			option: `--extra-config ${formatExtraConfig(component, {[name]: values}).join(' ')}`, names: [name, (component === 'kube-proxy' ? kubeProxyKeys[name] : undefined) ?? name].map(written => written.replaceAll(String.raw`\.`, '.')),
		})),
		...gates.length === 0 ? [] : [{option: `--feature-gates ${formatFeatureGates(featureGates)}`, names: ['feature-gates', ...gates.map(([gate]) => `featureGates.${gate}`)]}],
		...component === 'kubelet' && offers ? [{option: [...offers.memory === undefined ? [] : ['--memory'], ...offers.cpus === undefined ? [] : ['--cpus']].join(' '), names: ['systemReserved']}] : [],
	];
}
