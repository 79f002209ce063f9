import {labels} from '../labels.ts';

/** The labels by which an image of ours is found again. */
export function imageLabels(name: string, content: string, version: string): Record<string, string> {
	return {[labels.component]: name, [labels.content]: content, [labels.version]: version};
}
