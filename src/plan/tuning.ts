/** What users turn by hand, and which components it reaches: the first to look at when one of these fails. Pure. */
import {formatExtraConfig} from './extra-config.ts';
import {formatFeatureGates, gatedComponents} from './feature-gates.ts';
import type {Settings} from './topology.ts';

/** One option as it was typed, of one component. */
export type TunedOption = {
	/** The service's name. */
	readonly component: string;
	/** `--extra-config kube-apiserver.v=4` */
	readonly option: string;
	/** What a program that does not know it would complain of: `v`, `evictionHard`. */
	readonly words: readonly string[];
};

type Tuned = Pick<Settings, 'extraConfig' | 'featureGates' | 'offers' | 'images'>;

/** @returns every option in effect, component by component */
export function tunedOptions({extraConfig = {}, featureGates = {}, offers, images}: Tuned): TunedOption[] {
	const gates = Object.keys(featureGates);
	return [
		...Object.entries(extraConfig).flatMap(([component, flags]) => Object.entries(flags).flatMap(([name, values]) =>
			formatExtraConfig(component, {[name]: values}).map(text => ({component, option: `--extra-config ${text}`, words: wordsOf(name, values)})))),
		...gates.length === 0 ? [] : [...gatedComponents].map(component => ({component, option: `--feature-gates ${formatFeatureGates(featureGates)}`, words: gates})),
		...Object.entries(images?.used ?? {}).map(([component, {reference, from}]) => ({component, option: `--image ${component}=${from ?? reference}`, words: []})),
		...offers ? [{component: 'kubelet', option: [...offers.memory === undefined ? [] : [`--memory ${amount(offers.memory)}`], ...offers.cpus === undefined ? [] : [`--cpus ${offers.cpus}`]].join(' '), words: ['systemReserved']}] : [],
	];
}

/** @returns those in effect that were not so before, or were otherwise */
export function newOptions(before: Tuned | undefined, now: Tuned): TunedOption[] {
	const known = new Set(tunedOptions(before ?? {}).map(({component, option}) => `${component} ${option}`));
	return tunedOptions(now).filter(({component, option}) => !known.has(`${component} ${option}`));
}

/** @returns components that anything was turned of, or turned back */
export function tunedComponents(before: Tuned | undefined, now: Tuned): Set<string> {
	return new Set([...newOptions(before, now), ...newOptions(now, before ?? {})].map(({component}) => component));
}

export type Blame = {readonly options: readonly string[]; /** The line of its log that names one of them. */ readonly line: string | undefined};

/**
 * Which options a component's failure is about.
 *
 * @param options those that may be
 * @param message the error's, which names the component
 * @param seen the last lines of its log
 * @returns undefined when none is about that component
 */
export function blame(options: readonly TunedOption[], message: string, seen: readonly string[]): Blame | undefined {
	const own = options.filter(({component}) => new RegExp(`(^|[\\s-])${component}($|[^\\w-])`).test(message));
	const named = own.flatMap(({option, words}) => {
		const line = words.length === 0 ? undefined : seen.find(text => !isChatter(text) && words.some(word => new RegExp(`(^|[^\\w-])(--)?${escape(word)}($|[^\\w-])`, 'i').test(text)));
		return line === undefined ? [] : [{option, line}];
	});
	if (own.length === 0) {
		return undefined;
	}

	return named.length === 0 ? {options: unique(own.map(({option}) => option)), line: seen.find(text => isFatal(text))?.trim()} : {options: unique(named.map(({option}) => option)), line: named[0]!.line.trim()};
}

/** What a program says of all its flags, and what klog takes for information or a warning: it is not about one that is wrong. */
function isChatter(line: string): boolean {
	return /^\s*(-\w, )?--[\w-]+ /.test(line) || /^[IWD]\d{4} /.test(line.trim());
}

/** In mebibytes, where it is a number of these. */
function amount(bytes: number): string {
	return bytes % 1024 ** 2 === 0 ? `${bytes / 1024 ** 2}m` : `${bytes}b`;
}

/** With which a program ends: klog's fatal line, cobra's error, Go's panic. */
function isFatal(line: string): boolean {
	return /^(F\d{4} |E\d{4} .*"command failed"|Error: |panic: |fatal error: )/.test(line.trim());
}

function wordsOf(name: string, values: readonly string[]): string[] {
	// A word of several letters that was given as the value is as good: `nftables`.
	const given = values.filter(value => /^[a-z][\w-]{3,}$/i.test(value) && !['true', 'false'].includes(value));
	return name === 'feature-gates' ? values.flatMap(value => value.split(',').map(gate => gate.split('=')[0]!.trim())) : [...name.split('.').filter(part => part !== ''), name, ...given];
}

function escape(word: string): string {
	return word.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&');
}

function unique(options: readonly string[]): string[] {
	return [...new Set(options)];
}
