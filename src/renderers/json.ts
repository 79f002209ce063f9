import type {Events, RenderSettings} from './choose.ts';

/** One event a line, as it is. */
export async function renderJson(events: Events, {output}: RenderSettings): Promise<void> {
	for await (const event of events) {
		output.write(`${JSON.stringify(event)}\n`);
	}
}
