/** The log of a component or a pod, as it comes: from the engine, so that it is there when the apiserver is not. */
import {containerExists} from '../../engine/inspect.ts';
import {podContainers} from '../../engine/pod-containers.ts';
import {logLines} from '../../engine/logs.ts';
import {messageOf, SingleKubeError} from '../../errors.ts';
import type {LogStart} from '../log-view.ts';
import {keptLines} from '../reduce.ts';
import type {WantedLog} from '../wanted.ts';
import {batch} from './batch.ts';
import type {Subject} from './subject.ts';
import {withApi} from './with-api.ts';

/** How many lines of the past are read at first. */
const tail = 500;
/** Milliseconds between two messages, however fast lines come. */
const pace = 100;

type Container = {readonly name: string; readonly container: string};

/** Follow until the log or the signal ends it. */
export async function followLog(subject: Subject, wanted: WantedLog, signal: AbortSignal): Promise<void> {
	const {engine, push} = subject;
	const {key, start, timestamps} = wanted;
	push({type: 'log-opened', key});
	const lines = batch<string>(pace, keptLines, (values, missed) => {
		push({type: 'log-read', key, lines: values, missed});
	});
	try {
		const containers = await containersOf(subject, wanted);
		await Promise.all(containers.map(async ({name, container}) => {
			const prefix = containers.length > 1 ? `${name} | ` : '';
			if (wanted.of.kind === 'previous' && (container === '' || !await containerExists(engine, container))) {
				for (const line of await askForPrevious(subject, wanted.of, name, signal)) {
					lines.add(prefix + line);
				}

				return;
			}

			for await (const line of logLines(engine, container, {follow: true, timestamps, ...from(start), signal})) {
				lines.add(prefix + (timestamps ? withShortTime(line) : line));
			}
		}));
	} finally {
		lines.end();
		if (!signal.aborted) {
			push({type: 'log-ended', key});
		}
	}
}

async function containersOf({engine, cluster}: Subject, {of}: WantedLog): Promise<readonly Container[]> {
	switch (of.kind) {
		case 'container': {
			return [{name: '', container: of.container}];
		}

		case 'pod': {
			return (await podContainers(engine, cluster, of.namespace, of.name)).filter(({name}) => of.container === undefined || name === of.container);
		}

		case 'previous': {
			return of.containers;
		}
	}
}

/** The engine has it no more: what the apiserver knows of it, or why that is nothing, in its words. */
async function askForPrevious(subject: Subject, {namespace, name}: {readonly namespace: string; readonly name: string}, container: string, signal: AbortSignal): Promise<readonly string[]> {
	try {
		const text = await withApi(subject, async api => api.raw(`/api/v1/namespaces/${namespace}/pods/${name}/log?previous=true&container=${container}&tailLines=${tail}`, signal));
		return text.trimEnd().split('\n');
	} catch (error) {
		signal.throwIfAborted();
		return [`The engine has removed this container, and the apiserver says: ${error instanceof SingleKubeError ? error.seen[0] ?? error.message : messageOf(error)}`];
	}
}

function from(start: LogStart): {readonly tail: number; readonly since?: number} {
	// More than is kept is not read.
	return start === 'tail' ? {tail} : start === 'all' ? {tail: keptLines} : {tail: keptLines, since: Date.now() - start};
}

/** Of the engine's `2026-11-22T12:00:00.123456789Z` what tells lines apart. */
function withShortTime(line: string): string {
	return line.replace(/^\d{4}-\d\d-\d\dT(\d\d:\d\d:\d\d\.\d{3})\d*Z /, '$1 ');
}
