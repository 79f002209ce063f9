/** The kinds of values that options take: how a word is read, what a config file may say, what a shell completes. */
import {sourceNames} from '../../images/source.ts';
import {collectPorts, parseCount, parseDigest, parseDuration, parseImages, parsePort, parseRange, parseSince, parseWait} from '../values.ts';
import {parseChosenImage} from '../../cluster/chosen-images.ts';
import {parseExtra, parseGates} from '../../cluster/extra-settings.ts';
import {parseCpus, parseMemory} from '../../cluster/node-offers.ts';
import {checkAddons, checkName} from '../../cluster/options.ts';
import type {Completion} from './definition.ts';

export type Value = {
	/** The part of JSON Schema that says what a config file may have there. */
	readonly schema: Readonly<Record<string, unknown>>;
	/** The words that there may be. */
	readonly choices?: readonly string[];
	/** @param before what the same option gave before @throws InvalidArgumentError, SingleKubeError */
	readonly parse?: (word: string, before?: never) => unknown;
	readonly complete?: Completion;
};

const text = {type: 'string', minLength: 1} as const;
const texts = {type: 'array', items: text} as const;

/** It is there or not. */
export const flag: Value = {schema: {type: 'boolean'}};
export const anyText: Value = {schema: text};
export const count: Value = {schema: {type: 'integer', minimum: 0}, parse: parseCount};
export const portNumber: Value = {schema: {type: 'integer', minimum: 1, maximum: 65_535}, parse: parsePort};
/** Seconds, or a time such as `2m`. */
export const duration: Value = {schema: {anyOf: [{type: 'number', exclusiveMinimum: 0}, {type: 'string', pattern: String.raw`^\d+(\.\d+)?[smh]?$`}]}, parse: parseDuration};
/** How long ago, or when: milliseconds since the epoch. */
export const since: Value = {schema: text, parse: parseSince};
export const range: Value = {schema: {type: 'string', pattern: String.raw`^\d+(\.\d+){3}/\d+$`}, parse: parseRange};
export const digest: Value = {schema: {type: 'string', pattern: '^(sha256:)?[0-9a-fA-F]{64}$'}, parse: parseDigest};
export const file: Value = {schema: text, complete: 'file'};
export const folder: Value = {schema: text, complete: 'directory'};
export const clusterName: Value = {schema: {type: 'string', pattern: String.raw`^[a-z]([a-z\d-]{0,28}[a-z\d])?$`}, parse: checkName, complete: 'cluster'};
export const addonList: Value = {schema: {type: 'string'}, parse: (word: string, before?: string) => checkAddons(before === undefined ? word : `${before},${word}`)};
export const imageNames: Value = {schema: texts, parse: parseImages};
/** Again for more of them. */
export const portSpecs: Value = {schema: texts, parse: collectPorts};
export const someTexts: Value = {schema: texts, parse: (word: string, before: readonly string[] = []) => [...before, word]};
export const sourceName: Value = oneOf(sourceNames);
/** As minikube has it, too: with a `v`, and `stable`. */
export const kubernetesVersion: Value = {schema: text, complete: 'kubernetes-version', parse: (word: string) => word === 'stable' ? 'latest' : word.replace(/^v(?=\d)/, '')};
/** Not at all, for as long as is usual, or for so long. */
export const waiting: Value = {schema: {anyOf: [{type: 'boolean'}, {type: 'number', minimum: 0}, {type: 'string', pattern: String.raw`^\d+(\.\d+)?[smh]?$`}]}, parse: parseWait};
/** A file, or whether there is to be one. */
export const optionalFile: Value = {schema: {anyOf: [{type: 'boolean'}, text]}, complete: 'file'};
export const memory: Value = {schema: {anyOf: [{type: 'number'}, text], examples: ['4g']}, parse: checked(parseMemory)};
export const cpus: Value = {schema: {anyOf: [{type: 'number'}, text], examples: [2]}, parse: checked(parseCpus)};
export const extraConfig: Value = {schema: texts, parse: collected(parseExtra)};
export const featureGates: Value = {schema: texts, parse: collected(word => parseGates(word, '--feature-gates', {}))};
export const componentImages: Value = {schema: texts, parse: collected(parseChosenImage)};

/** The word as it is, once it was read. */
function checked(read: (word: string) => unknown): (word: string) => string {
	return word => {
		read(word);
		return word;
	};
}

function collected(read: (word: string) => unknown): (word: string, before?: readonly string[]) => string[] {
	return (word, before = []) => [...before, checked(read)(word)];
}
export const componentName: Value = {schema: text, complete: 'component'};

export function oneOf(choices: readonly string[]): Value {
	return {schema: {type: 'string', enum: choices}, choices};
}
