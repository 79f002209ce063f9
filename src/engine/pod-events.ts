/** The engine's events of the containers of pods, as they come. */
import {createInterface} from 'node:readline';
import type {Readable} from 'node:stream';
import {labels} from '../labels.ts';
import type {Engine} from './engine.ts';
import {engineCall} from './translate-errors.ts';

export type PodEvent = {
	/** Milliseconds since the epoch, with fractions, by the engine's clock. */
	readonly at: number;
	/** `create`, `start`, `die`, `destroy`, … */
	readonly action: string;
	/** Of the pod. */
	readonly uid: string;
	/** Its name in the pod; `POD` is the sandbox. */
	readonly container: string;
	/** Of a `die`. */
	readonly exitCode: number | undefined;
};

type Raw = {readonly Action: string; readonly time: number; readonly timeNano?: number; readonly Actor: {readonly Attributes: Readonly<Record<string, string>>}};

/**
 * @param since milliseconds since the epoch: the engine remembers its last few hundred events
 * @returns events of one namespace's pods; ends when the connection does. Resolves when the engine has answered, so that nothing is missed after
 * @throws SingleKubeError of translate-errors
 */
export async function podEvents(engine: Engine, cluster: string, namespace: string | undefined, since: number, signal: AbortSignal): Promise<AsyncIterable<PodEvent>> {
	const filters = {type: ['container'], label: [`${labels.cluster}=${cluster}`, `io.kubernetes.pod.namespace${namespace === undefined ? '' : `=${namespace}`}`]};
	const stream = await engineCall('follow the events of pods', engine.docker.getEvents({filters: JSON.stringify(filters) as never, since: (since / 1000).toFixed(3)} as object)) as Readable;
	signal.addEventListener('abort', () => stream.destroy(), {once: true});
	return parse(stream);
}

async function * parse(stream: Readable): AsyncGenerator<PodEvent> {
	stream.on('error', () => stream.destroy());
	for await (const line of createInterface({input: stream})) {
		yield podEventOf(JSON.parse(line) as Raw);
	}
}

/** An event as the engine writes it (Docker Engine API, SystemEvents). Pure. */
export function podEventOf({Action, time, timeNano, Actor: {Attributes}}: Raw): PodEvent {
	return {
		at: timeNano === undefined ? time * 1000 : timeNano / 1e6, action: Action.split(':')[0]!, uid: Attributes['io.kubernetes.pod.uid'] ?? '', container: Attributes['io.kubernetes.container.name'] ?? '',
		exitCode: Attributes['exitCode'] === undefined ? undefined : Number(Attributes['exitCode']),
	};
}
