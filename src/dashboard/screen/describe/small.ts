/** Kinds of which little is to be told: ingresses, configmaps and claims. Pure. */
import type {ApiObject} from '../../../api/api.ts';
import type {Claim} from '../../../diagnosis/objects.ts';
import type {Line} from '../span.ts';
import {field, list, optional, pairs, section} from './fields.ts';

type Backend = {readonly service?: {readonly name: string; readonly port?: {readonly number?: number; readonly name?: string}}};
type IngressSpec = {
	readonly ingressClassName?: string;
	readonly defaultBackend?: Backend;
	readonly tls?: ReadonlyArray<{readonly hosts?: readonly string[]; readonly secretName?: string}>;
	readonly rules?: ReadonlyArray<{readonly host?: string; readonly http?: {readonly paths?: ReadonlyArray<{readonly path?: string; readonly pathType?: string; readonly backend?: Backend}>}}>;
};

export function ingressLines({spec, status}: ApiObject): Line[] {
	const {ingressClassName, defaultBackend, tls, rules} = (spec ?? {}) as IngressSpec;
	const addresses = (status as {readonly loadBalancer?: {readonly ingress?: ReadonlyArray<{readonly ip?: string; readonly hostname?: string}>}} | undefined)?.loadBalancer?.ingress;
	return [
		field('Class', ingressClassName ?? 'the default one'),
		...optional('Addresses', addresses?.map(({ip, hostname}) => ip ?? hostname ?? '').join(', ')),
		...optional('Else', defaultBackend && backendText(defaultBackend)),
		...section('Rules', (rules ?? []).flatMap(({host = 'every host', http}) => (http?.paths ?? []).map(({path = '/', backend}): Line => [{text: `  ${host} ${path}  `}, {text: `to ${backendText(backend)}`, tone: 'dim'}]))),
		...section('TLS', (tls ?? []).map(({hosts = [], secretName = 'no secret'}): Line => [{text: `  ${hosts.join(', ')}  `}, {text: secretName, tone: 'dim'}])),
	];
}

function backendText(backend: Backend | undefined): string {
	const {name, port} = backend?.service ?? {};
	return name === undefined ? 'what is no service' : `service ${name}:${port?.number ?? port?.name ?? ''}`;
}

export function configMapLines({data, binaryData}: ApiObject): Line[] {
	return [
		...Object.entries((data ?? {}) as Readonly<Record<string, string>>).flatMap(([name, text]) => section(name, text.trimEnd().split('\n').map(line => [{text: `  ${line}`}]))),
		...section('Binary', Object.entries((binaryData ?? {}) as Readonly<Record<string, string>>).map(([name, base64]): Line => [{text: `  ${name}  `}, {text: `${Math.floor(base64.length * 3 / 4)} bytes`, tone: 'dim'}])),
	];
}

/** @param pods all that are known: those that mount it */
export function claimLines({metadata, spec, status}: Claim, pods: readonly ApiObject[] | undefined): Line[] {
	const {resources, accessModes, volumeMode} = (spec ?? {}) as {readonly resources?: {readonly requests?: Readonly<Record<string, string>>}; readonly accessModes?: readonly string[]; readonly volumeMode?: string};
	const users = (pods ?? []).filter(pod => pod.metadata.namespace === metadata.namespace
		&& ((pod['spec'] as {readonly volumes?: ReadonlyArray<{readonly persistentVolumeClaim?: {readonly claimName: string}}>} | undefined)?.volumes ?? []).some(({persistentVolumeClaim}) => persistentVolumeClaim?.claimName === metadata.name));
	return [
		field('Status', status?.phase ?? 'Pending', {tone: status?.phase === 'Bound' ? 'good' : 'warn'}),
		...optional('Volume', spec?.volumeName), ...optional('Class', spec?.storageClassName), ...list('Wants', pairs(resources?.requests)),
		...list('Has', pairs((status as {readonly capacity?: Readonly<Record<string, string>>} | undefined)?.capacity)), ...optional('Access', accessModes?.join(', ')), ...optional('Mode', volumeMode),
		...list('Used by', users.length === 0 ? ['no pod'] : users.map(pod => `pod ${pod.metadata.name}`)),
	];
}
