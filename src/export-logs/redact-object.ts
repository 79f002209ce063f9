/** An object of Kubernetes' API as it may be given to others: no Secret's data, no token, no key. Pure. */
import {stringify} from 'yaml';
import {redactText, secretNotShown} from '../component-config/redact.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Its old copy of the whole object, data and all ("kubectl apply", Kubernetes documentation). */
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** @param items objects of one kind @returns a List in YAML */
export function redactObjects(apiVersion: string, kind: string, items: readonly Fields[]): string {
	const list = {apiVersion: 'v1', kind: 'List', items: items.map(item => ({apiVersion, kind, ...tidy(kind, item)}))};
	return redactText(stringify(list, {lineWidth: 0, aliasDuplicateObjects: false}));
}

function tidy(kind: string, object: Fields): Fields {
	const {managedFields: _, annotations, ...metadata} = (object['metadata'] ?? {}) as Fields;
	const {[lastApplied]: __, ...kept} = (annotations ?? {}) as Fields;
	const shown = {...object, metadata: {...metadata, ...Object.keys(kept).length > 0 ? {annotations: kept} : {}}};
	return kind === 'Secret' ? {...shown, ...hidden(object, 'data'), ...hidden(object, 'stringData')} : shown;
}

/** Which keys there are is worth knowing; what they hold is nobody's business. */
function hidden(object: Fields, field: string): Fields {
	const values = object[field];
	return typeof values === 'object' && values !== null ? {[field]: Object.fromEntries(Object.keys(values).map(key => [key, secretNotShown]))} : {};
}
