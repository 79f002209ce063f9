/** The kinds of values that options take: how a word is read, what a config file may say, what a shell completes. */
import {sourceNames} from '../../images/source.ts';
import {collectPorts, parseCount, parseDigest, parseDuration, parseImages, parsePort, parseRange, parseSince} from '../values.ts';
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
export const addonList: Value = {schema: {type: 'string'}, parse: checkAddons};
export const imageNames: Value = {schema: texts, parse: parseImages};
/** Again for more of them. */
export const portSpecs: Value = {schema: texts, parse: collectPorts};
export const someTexts: Value = {schema: texts, parse: (word: string, before: readonly string[] = []) => [...before, word]};
export const sourceName: Value = oneOf(sourceNames);
export const kubernetesVersion: Value = {schema: text, complete: 'kubernetes-version'};

export function oneOf(choices: readonly string[]): Value {
	return {schema: {type: 'string', enum: choices}, choices};
}
