import type {Events, RenderSettings} from './choose.ts';

/** Nothing but warnings: who asked for quiet still wants to know what may go wrong later. */
export async function renderQuiet(events: Events, {output}: RenderSettings): Promise<void> {
	for await (const event of events) {
		if (event.type === 'warned') {
			output.write(`warning: ${event.text}\n`);
		}
	}
}
