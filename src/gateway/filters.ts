/** The `filters` parameter of list and events. */
import {isObject, parseObject, stringify} from './json.ts';
import {Refusal} from './refusal.ts';

/**
 * Narrow a query to resources with all of `wanted`. The engine takes filters as a map of maps and, from old clients,
 * as a map of lists (Docker Engine API, "filters"); what leaves here is always the first form.
 *
 * @param query changed in place: exactly one `filters` is left in it
 * @throws Refusal 400 when the client's filters are neither form
 */
export function addLabelFilters(query: URLSearchParams, wanted: Readonly<Record<string, string>>): void {
	const given = query.get('filters');
	const filters = given === null || given === '' ? {} : parseObject(given);
	const merged: Record<string, Record<string, boolean>> = {};
	for (const [key, values] of Object.entries(filters)) {
		merged[key] = Object.fromEntries(valuesOf(values).map(value => [value, true]));
	}

	merged['label'] = {...merged['label'], ...Object.fromEntries(Object.entries(wanted).map(([key, value]) => [`${key}=${value}`, true]))};
	query.delete('filters');
	query.set('filters', stringify(merged));
}

function valuesOf(values: unknown): string[] {
	if (isObject(values)) {
		return Object.keys(values);
	}

	if (Array.isArray(values) && values.every(value => typeof value === 'string')) {
		return values;
	}

	throw new Refusal(400, 'invalid filter');
}
