/** The log of a component or a pod, as it comes: from the engine, so that it is there when the apiserver is not. */
import {podContainers} from '../../engine/pod-containers.ts';
import {logLines} from '../../engine/logs.ts';
import {keptLines} from '../reduce.ts';
import type {LogSubject} from '../wanted.ts';
import {batch} from './batch.ts';
import type {Subject} from './subject.ts';

/** How many lines of the past are read. */
const tail = 500;
/** Milliseconds between two messages, however fast lines come. */
const pace = 100;

/** Follow until the log or the signal ends it. */
export async function followLog({engine, cluster, push}: Subject, key: string, of: LogSubject, signal: AbortSignal): Promise<void> {
	push({type: 'log-opened', key});
	const lines = batch<string>(pace, keptLines, (values, missed) => {
		push({type: 'log-read', key, lines: values, missed});
	});
	try {
		const logs = of.kind === 'container' ? [{container: of.container, prefix: ''}] : await podContainers(engine, cluster, of.namespace, of.name).then(all => all.map(({name, container}) => ({container, prefix: all.length > 1 ? `${name} | ` : ''})));
		await Promise.all(logs.map(async ({container, prefix}) => {
			for await (const line of logLines(engine, container, {follow: true, tail, signal})) {
				lines.add(prefix + line);
			}
		}));
	} finally {
		lines.end();
		if (!signal.aborted) {
			push({type: 'log-ended', key});
		}
	}
}
