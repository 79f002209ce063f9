/** The flags and configuration keys that a component runs with, and where each comes from. Pure. */
import type {ComposeService} from './about.ts';

export type EffectiveFlag = {
	/** `--node-ip` */
	readonly flag: string;
	/** `true` for one without a value. */
	readonly value: string;
	/** `compose/kubelet.yaml`, `--extra-config kubelet.v=4`, `the program's default` */
	readonly from: string;
};

export type EffectiveKey = {
	/** Of the component's files: `kubelet.yaml`. */
	readonly file: string;
	/** `authentication.anonymous.enabled` */
	readonly key: string;
	readonly value: unknown;
	readonly from: string;
};

/** What a user gave for a component: the option of `start` that says it, and the flags (without dashes) and keys that it is about. */
export type GivenOption = {readonly option: string; readonly names: readonly string[]};

/**
 * @param words the command line: entrypoint and command
 * @param service the component's part of compose/; undefined when it is not there any more
 */
export function effectiveFlags(words: readonly string[], service: ComposeService | undefined, given: readonly GivenOption[]): EffectiveFlag[] {
	return words.filter(word => isFlag(word)).map(word => {
		const [, flag = word, value = 'true'] = /^(--[^=]+)(?:=(.*))?$/s.exec(word) ?? [];
		return {flag, value, from: optionFor(flag.slice(2), given) ?? sourceOf(word, service)};
	});
}

/** The program that the flags are for: the last word before them. @returns undefined when the image alone knows */
export function programOf(words: readonly string[]): string | undefined {
	const first = words.findIndex(word => isFlag(word));
	return first === -1 ? undefined : words.slice(0, first).findLast(word => !word.startsWith('-'));
}

/** All of them: feature gates of the one and the other become one flag. */
function optionFor(name: string, given: readonly GivenOption[]): string | undefined {
	const found = given.filter(({names}) => names.some(one => name === one || name.startsWith(`${one}.`))).map(({option}) => option);
	return found.length === 0 ? undefined : found.join(', ');
}

function isFlag(word: string): boolean {
	return /^--\w/.test(word);
}

function sourceOf(word: string, service: ComposeService | undefined): string {
	if (service?.command.some(raw => isFlag(raw) && matches(raw, word))) {
		return `compose/${service.file}`;
	}

	const gate = service?.byVersion.find(({args}) => args.some(raw => isFlag(raw) && matches(raw, word)));
	return gate ? `compose/${service!.file}, for Kubernetes ${gate.versions}` : givenAtStart;
}

const givenAtStart = 'an option of start';

/** Whether a flag or value of compose/ can become this one: `${NAME}` is anything, `$$` a dollar. */
function matches(raw: string, word: string): boolean {
	const parts = raw.split(/\$\{\w+\}/).map(part => part.replaceAll('$$', '$').replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
	return new RegExp(`^${parts.join('[^]*')}$`).test(word);
}

/** Of files whose content is a record: those that Kubernetes' components take by `--config`. */
export function effectiveKeys(files: Readonly<Record<string, unknown>>, service: ComposeService | undefined, given: readonly GivenOption[] = []): EffectiveKey[] {
	return Object.entries(files).flatMap(([file, content]) => !isRecord(content) || !String(content['kind']).endsWith('Configuration') ? [] : flatten(content)
		.filter(({key}) => key !== 'kind' && key !== 'apiVersion')
		.map(({key, value}) => ({file, key, value, from: optionFor(key, given) ?? sourceOfKey(file, key, value, service)})));
}

function sourceOfKey(file: string, key: string, value: unknown, service: ComposeService | undefined): string {
	const has = (files: Readonly<Record<string, unknown>>): boolean =>
		flatten(files[file]).some(raw => raw.key === key && (typeof raw.value === 'string' && raw.value.includes('${') ? matches(raw.value, asText(value)) : asText(raw.value) === asText(value)));
	if (service === undefined) {
		return givenAtStart;
	}

	const gate = service.byVersion.find(({files}) => has(files));
	return gate ? `compose/${service.file}, for Kubernetes ${gate.versions}` : has(service.files) ? `compose/${service.file}` : givenAtStart;
}

/** Leaves by their paths: `a.b`; a list is a leaf. */
export function flatten(value: unknown, path = ''): Array<{key: string; value: unknown}> {
	return isRecord(value) && Object.keys(value).length > 0
		? Object.entries(value).flatMap(([name, item]) => flatten(item, path === '' ? name : `${path}.${name}`))
		: path === '' ? [] : [{key: path, value}];
}

function asText(value: unknown): string {
	return typeof value === 'string' ? value : JSON.stringify(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
