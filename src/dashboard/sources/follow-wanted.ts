/** Starts and stops the sources that only some screens need. */
import type {Wanted} from '../wanted.ts';
import {followHealth, readConfig} from './asked.ts';
import {followEndpoints} from './endpoints.ts';
import {readFlags} from './flags.ts';
import {followLog} from './log.ts';
import {followShownKind} from './objects.ts';
import {followSays} from './says.ts';
import type {Subject} from './subject.ts';
import {followWay} from './way.ts';

/**
 * @param failed told of what no source expects
 * @returns to be called with what is wanted, as often as that may have changed
 */
export function createFollower(subject: Subject, signal: AbortSignal, failed: (error: unknown) => void): (wanted: Wanted) => void {
	const running = new Map<keyof Wanted, {readonly key: string; readonly stop: () => void}>();

	const keep = (kind: keyof Wanted, key: string | undefined, start: (signal: AbortSignal) => Promise<void>): void => {
		const before = running.get(kind);
		if (before?.key === key) {
			return;
		}

		before?.stop();
		running.delete(kind);
		if (key !== undefined) {
			const controller = new AbortController();
			running.set(kind, {key, stop: () => {
				controller.abort();
			}});
			start(AbortSignal.any([signal, controller.signal])).catch((error: unknown) => {
				// The engine may be gone, or the container: what follows the components says so.
				if (!controller.signal.aborted && !signal.aborted) {
					failed(error);
				}
			});
		}
	};

	return ({log, config, health, kind, endpoints, says, flags, way}) => {
		keep('log', log?.key, async inner => followLog(subject, log!, inner));
		keep('kind', kind?.key, async inner => followShownKind(subject, kind!.key, inner));
		keep('endpoints', endpoints?.key, async inner => followEndpoints(subject, endpoints!.key, endpoints!, inner));
		keep('way', way?.key, async inner => followWay(subject, way!.key, way!.of, inner));
		keep('config', config?.key, async () => readConfig(subject, config!.key, config!.component));
		keep('says', says?.key, async inner => followSays(subject, inner));
		keep('flags', flags?.key, async inner => readFlags(subject, flags!.component, flags!.all, inner));
		keep('health', health?.key, async inner => followHealth(subject, health!.key, health!.component, inner));
	};
}
