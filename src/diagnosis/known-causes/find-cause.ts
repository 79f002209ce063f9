/** Why a component ended or does not become ready, read from the last lines of its log. Pure. */
import {commandLineCauses} from './command-line.ts';
import {connectionCauses} from './connections.ts';
import {engineCauses} from './engine.ts';
import {etcdCauses} from './etcd.ts';
import type {KnownCause} from './known-cause.ts';
import {nodeCauses} from './node.ts';

/** Of one line the first that fits counts: who knows more about it comes before who knows less. */
export const knownCauses: readonly KnownCause[] = [...etcdCauses, ...nodeCauses, ...connectionCauses, ...engineCauses, ...commandLineCauses];

/** How many of the last lines a cause may be among that is also said on the way to a good end. */
const lastLines = 20;

export type Evidence = {
	readonly cluster: string;
	/** `kubelet@node-1` */
	readonly component: string;
	/** The container's name. */
	readonly container: string;
	/** Of its log, the newest last. */
	readonly lines: readonly string[];
	/** Undefined while it runs. */
	readonly exitCode?: number;
	/** The engine says that the kernel ended it for its memory. */
	readonly outOfMemory?: boolean;
};

export type FoundCause = {
	readonly name: string;
	readonly cause: string;
	readonly fix: string;
	/** The line of the log that says so; undefined when it is the engine that does. */
	readonly line?: string;
};

/** @returns the cause that the newest line names which names any; undefined when none is known */
export function findCause(evidence: Evidence): FoundCause | undefined {
	if (evidence.outOfMemory) {
		return fillIn({
			name: 'memory-limit', cause: '{component} used more memory than its container may have, and the kernel ended it',
			// All of it stopped: the engine starts what ended again and again and updates none just then, and what waits for it ends, too.
			fix: 'Take its limit away: single-kube stop --name {cluster} && docker update --memory 0 --memory-swap 0 {container} && single-kube start --name {cluster}',
		}, evidence, {});
	}

	return fromLog(evidence) ?? fromExitCode(evidence);
}

function fromLog(evidence: Evidence): FoundCause | undefined {
	const {lines, component} = evidence;
	const known = knownCauses.filter(({components}) => components?.includes(programOf(component)) ?? true);
	for (let at = lines.length - 1; at >= 0; at--) {
		const line = lines[at]!;
		for (const cause of known) {
			const match = cause.passing && at < lines.length - lastLines ? null : cause.pattern.exec(line);
			if (match) {
				return {...fillIn(cause, evidence, match.groups ?? {}), line};
			}
		}
	}

	return undefined;
}

/** 128 and the signal's number; 125 to 127 are the engine's and the shell's. */
function fromExitCode(evidence: Evidence): FoundCause | undefined {
	switch (evidence.exitCode) {
		case 137: {
			return fillIn({
				name: 'killed', cause: '{component} was killed from outside: by the kernel, when the whole machine ran out of memory, or by somebody',
				fix: 'On the engine\'s machine see whether it was the kernel: dmesg | grep -i "out of memory"; then: single-kube start --name {cluster}',
			}, evidence, {});
		}

		case 139: {
			return fillIn({name: 'crashed', cause: 'the program crashed (SIGSEGV)', fix: 'When it is yours, mend it; else run the cluster\'s own again: single-kube use {program}= --name {cluster}'}, evidence, {});
		}

		case 126:
		case 127: {
			return fillIn({name: 'no-program', cause: 'its program is not in the image, or cannot be run', fix: 'See what it is started with: single-kube config show {component} --name {cluster}'}, evidence, {});
		}

		default: {
			return undefined;
		}
	}
}

function fillIn({name, cause, fix}: Pick<KnownCause, 'name' | 'cause' | 'fix'>, {cluster, component, container}: Evidence, groups: Readonly<Record<string, string | undefined>>): FoundCause {
	const values: Readonly<Record<string, string | undefined>> = {...groups, cluster, component, container, program: programOf(component)};
	const fill = (text: string): string => text.replaceAll(/(?<!\{)\{(\w+)\}(?!\})/g, (_, word: string) => values[word] ?? '');
	return {name, cause: fill(cause), fix: fill(fix)};
}

function programOf(component: string): string {
	return component.split('@')[0]!;
}
