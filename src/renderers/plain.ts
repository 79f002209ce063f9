import type {TimedEvent} from '../events.ts';
import type {Events, RenderSettings} from './choose.ts';
import {describeBuild, describeDownload, describeEvent, describePull, describeTransfer, formatSeconds, type Line} from './describe.ts';

/** Between two lines about one image's build or pull, or one download, in milliseconds: enough to see that it moves, few enough to read. */
const slowPause = 10_000;

const marks = {begun: '  ', done: 'ok', note: ' -', warning: ' !', failed: ' x'} as const satisfies Record<Line['mark'], string>;

/** A line an event, each with the seconds since the first: for logs, pipes and terminals that cannot redraw. */
export async function renderPlain(events: Events, {output, verbose}: RenderSettings): Promise<void> {
	let first: number | undefined;
	const shown = new Map<string, number>();
	for await (const event of events) {
		first ??= event.at;
		const line = describeEvent(event, verbose) ?? describeSlow(event, shown);
		if (line) {
			output.write(`${formatSeconds((event.at - first) / 1000).padStart(9)}  ${marks[line.mark]} ${line.text}\n`);
		}
	}
}

function describeSlow(event: TimedEvent, shown: Map<string, number>): Line | undefined {
	const slow = progressOf(event);
	if (!slow || event.at - (shown.get(slow.key) ?? 0) < slowPause) {
		return undefined;
	}

	shown.set(slow.key, event.at);
	return {mark: 'note', text: slow.text};
}

function progressOf(event: TimedEvent): {readonly key: string; readonly text: string} | undefined {
	switch (event.type) {
		case 'image-build-progressed': {
			return {key: `image ${event.image}`, text: describeBuild(event)};
		}

		case 'image-pull-progressed': {
			return {key: `image ${event.image}`, text: describePull(event)};
		}

		case 'download-progressed': {
			return {key: `download ${event.name}`, text: describeDownload(event)};
		}

		case 'transfer-progressed': {
			return {key: `${event.doing} ${event.name}`, text: describeTransfer(event)};
		}

		default: {
			return undefined;
		}
	}
}
