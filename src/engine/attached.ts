/** A container that lives as long as somebody is attached to its standard input. */
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {PassThrough, type Duplex} from 'node:stream';
import type {ContainerSpec} from '../plan/topology.ts';
import {createAttached, startContainer} from './containers.ts';
import {demultiplexStream} from './demultiplex.ts';
import type {Engine} from './engine.ts';
import {engineCall} from './translate-errors.ts';

export type AttachedContainer = {
	/** What it prints, on either stream, as it comes. */
	readonly lines: AsyncIterable<string>;
	/** Resolves to its exit code. */
	readonly ended: Promise<number>;
	/** Close its input: it ends by itself. */
	readonly close: () => void;
};

/** Create and start it. Its input closes with this process, however that ends. @throws SingleKubeError of translate-errors */
export async function startAttached(engine: Engine, spec: ContainerSpec): Promise<AttachedContainer> {
	await createAttached(engine, spec);
	const container = engine.docker.getContainer(spec.name);
	const stream = await engineCall(`attach to ${spec.name}`, container.attach({stream: true, hijack: true, stdin: true, stdout: true, stderr: true})) as Duplex;
	const output = new PassThrough();
	demultiplexStream(stream, output, output);
	// Without a listener a connection that breaks would end the process; that it broke is seen by `ended`.
	stream.on('error', () => undefined).once('close', () => output.end());
	// Asked before it runs: it is removed as soon as it has ended.
	const waiting = container.wait({condition: 'next-exit'} as object) as Promise<{StatusCode: number}>;
	const ended = engineCall(`wait for the container ${spec.name}`, waiting).then(({StatusCode}) => StatusCode);
	ended.catch(() => undefined);
	await startContainer(engine, spec.name);
	return {lines: createInterface({input: output}), ended, close: () => {
		stream.end();
	}};
}

/** Wait until the container of that name is gone. @param signal ends the wait @throws the signal's reason */
export async function untilRemoved(engine: Engine, name: string, signal: AbortSignal): Promise<void> {
	const waiting = engine.docker.getContainer(name).wait({condition: 'removed', abortSignal: signal} as object) as Promise<unknown>;
	await Promise.race([waiting.catch(() => undefined), once(signal, 'abort').then(() => signal.throwIfAborted())]);
}
