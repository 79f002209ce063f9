import type {ApiObject} from './api.ts';

/** An object's name within its kind: `default/web`; `/node-1` for one without a namespace. */
export function keyOf({metadata}: ApiObject): string {
	return `${metadata.namespace ?? ''}/${metadata.name}`;
}
