/** A line of a component's log, and many of them in the order of their times. Pure. */

export type LogLine = {
	/** `etcd`, `kubelet@node-1` */
	readonly component: string;
	/** The engine's, RFC 3339 with nine digits after the second: they sort as texts. */
	readonly time: string;
	readonly line: string;
};

/** @param text as the engine writes it with `timestamps`: the time, a blank, the line */
export function parseLine(component: string, text: string): LogLine {
	const [, time = '', line = text] = /^(\d{4}-\d\d-\d\dT\S+) ?([\s\S]*)$/.exec(text) ?? [];
	return {component, time, line};
}

/** Several logs, each in order, as one in order. None is read further than needed. */
export async function * mergeByTime(logs: ReadonlyArray<AsyncIterable<LogLine>>): AsyncGenerator<LogLine> {
	const iterators = logs.map(log => log[Symbol.asyncIterator]());
	const heads = await Promise.all(iterators.map(async iterator => iterator.next()));
	try {
		for (;;) {
			const next = earliest(heads);
			if (next === undefined) {
				return;
			}

			yield (heads[next] as IteratorYieldResult<LogLine>).value;
			heads[next] = await iterators[next]!.next();
		}
	} finally {
		await Promise.all(iterators.map(async iterator => iterator.return?.()));
	}
}

function earliest(heads: ReadonlyArray<IteratorResult<LogLine>>): number | undefined {
	let found: number | undefined;
	for (const [index, head] of heads.entries()) {
		if (!head.done && (found === undefined || head.value.time < (heads[found] as IteratorYieldResult<LogLine>).value.time)) {
			found = index;
		}
	}

	return found;
}

const units = {ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000} as const;

/**
 * @param word `10m`, `1h30m`, `45` (seconds), or a time such as `2026-11-22T10:00:00Z`, as `docker logs --since` takes them
 * @param now milliseconds since the epoch
 * @returns milliseconds since the epoch; undefined for what is neither
 */
export function sinceTime(word: string, now: number): number | undefined {
	if (/^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/.test(word)) {
		const time = Date.parse(word);
		return Number.isNaN(time) ? undefined : time;
	}

	if (/^\d+(\.\d+)?$/.test(word)) {
		return now - Number(word) * units.s;
	}

	const parts = [...word.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)];
	return parts.length > 0 && parts.map(([part]) => part).join('') === word
		? now - parts.reduce((sum, [, count, unit]) => sum + Number(count) * units[unit as keyof typeof units], 0) : undefined;
}
