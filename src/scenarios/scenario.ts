/** A scenario as it was read: what is done and what has to be true, one after another. Pure. */
import type {z} from 'zod';
import type {FaultSpec} from '../faults/fault.ts';
import type {assertionSchemas} from './schema.ts';

type Schemas = typeof assertionSchemas;
type Kinds = {readonly [Kind in keyof Schemas]: Readonly<z.infer<Schemas[Kind]>> & {readonly kind: Kind}};

/** What has to be true. */
export type Assertion = Kinds[keyof Kinds];
export type AssertionOf<Kind extends keyof Kinds> = Kinds[Kind];

export type Step = {
	/** What it is shown as; undefined: in words of ours. */
	readonly title: string | undefined;
	/** In the file, from 1 on. */
	readonly line: number;
} & (
	| {readonly kind: 'apply'; readonly manifests: string; readonly withinMs: number}
	| {readonly kind: 'delete'; readonly object: string; readonly namespace: string | undefined; readonly withinMs: number}
	/** `component` as the file names it. */
	| {readonly kind: 'fault'; readonly component: string; readonly spec: FaultSpec}
	| {readonly kind: 'clear'; readonly component: string}
	| {readonly kind: 'kubectl'; readonly words: readonly string[]; readonly prints: string | undefined; readonly exit: number; readonly withinMs: number}
	| {readonly kind: 'expect'; readonly assertion: Assertion; readonly withinMs: number}
	/** Looked at every `everyMs`: for `forMs`, and during `steps`. */
	| {readonly kind: 'keeps'; readonly assertion: Assertion; readonly forMs: number; readonly everyMs: number; readonly steps: readonly Step[]}
);

export type Scenario = {
	/** The file's name without its ending. */
	readonly name: string;
	readonly file: string;
	readonly title: string;
	readonly teaches: string;
	/** Undefined: one of its own. */
	readonly namespace: string | undefined;
	readonly steps: readonly Step[];
};
