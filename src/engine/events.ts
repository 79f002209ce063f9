/** The engine's events of one cluster's containers, as they come. */
import {createInterface} from 'node:readline';
import type {Readable} from 'node:stream';
import {labels} from '../labels.ts';
import type {Engine} from './engine.ts';
import {engineCall} from './translate-errors.ts';

export type ContainerEvent = {
	/** `create`, `start`, `kill`, `die`, `stop`, `pause`, `destroy`, … */
	readonly action: string;
	readonly name: string;
	/** The component label: `etcd`, `pod`, `lock`. */
	readonly component: string;
	readonly node: string | undefined;
	/** The signal's number, of a `kill`. */
	readonly killedBy: number | undefined;
};

/** @returns events from now on; ends when the connection does. Resolves only when the engine has answered, so that nothing is missed after. */
export async function containerEvents(engine: Engine, cluster: string, signal?: AbortSignal): Promise<AsyncIterable<ContainerEvent>> {
	const filters = {type: ['container'], label: [`${labels.cluster}=${cluster}`]};
	const stream = await engineCall('follow the events', engine.docker.getEvents({filters: JSON.stringify(filters) as never})) as Readable;
	signal?.addEventListener('abort', () => stream.destroy(), {once: true});
	return parse(stream);
}

type RawEvent = {readonly Action: string; readonly Actor: {readonly Attributes: Readonly<Record<string, string>>}};

async function * parse(stream: Readable): AsyncGenerator<ContainerEvent> {
	stream.on('error', () => stream.destroy());
	for await (const line of createInterface({input: stream})) {
		const {Action, Actor: {Attributes}} = JSON.parse(line) as RawEvent;
		yield {
			action: Action.split(':')[0]!,
			name: Attributes['name'] ?? '',
			component: Attributes[labels.component] ?? '',
			node: Attributes[labels.node],
			killedBy: Attributes['signal'] === undefined ? undefined : Number(Attributes['signal']),
		};
	}
}
