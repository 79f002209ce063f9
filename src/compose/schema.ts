/** What a file of compose/ may contain: the part of the Compose Specification that we use, and our extension. */
import {z} from 'zod';
import {addonNames} from '../plan/addons.ts';

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const texts = z.array(text);
const name = z.string().regex(/^[a-z][a-z\d-]*$/, 'expected a name of lower-case letters, digits and dashes');

const certificate = z.strictObject({
	name,
	authority: z.enum(['kubernetes', 'etcd', 'front-proxy']),
	'common-name': z.string().min(1),
	organizations: z.array(z.string()).default([]),
	usages: z.array(z.enum(['client', 'server'])).min(1),
	'dns-names': z.array(z.string()).default([]),
	'ip-addresses': z.array(z.string()).default([]),
});

const probe = z.union([
	z.strictObject({log: z.string().min(1)}),
	z.strictObject({exec: z.strictObject({in: name, command: texts.min(1)})}),
]);

/** How one sees whether it is well: asked again and again, so each answers at once. */
const health = z.union([
	/** Asked by curl in the container kubectl, as the cluster's administrator. */
	z.strictObject({url: z.url()}),
	/** Asked in the first of these components that runs. */
	z.strictObject({exec: z.strictObject({in: z.array(name).min(1), command: texts.min(1)})}),
]);

/** An object of Kubernetes' API: what the kind needs beside these, the apiserver checks. */
const clusterObject = z.looseObject({
	apiVersion: z.string().min(1),
	kind: z.string().min(1),
	metadata: z.looseObject({name: z.string().min(1), namespace: z.string().optional(), labels: z.record(z.string(), z.string()).optional()}),
});

/** What `single-kube explain` tells of a component. */
export const aboutSchema = z.strictObject({
	does: z.string().min(1),
	'talks-to': z.record(z.string(), z.string().min(1)).default({}),
	without: z.string().min(1),
	read: z.array(z.string().regex(/\.md$/, 'expected the name of a page of docs/')).default([]),
});

/** Our extension, `x-single-kube` of a service; docs/adding-a-component.md explains each key. */
export const extensionSchema = z.strictObject({
	summary: z.string().min(1),
	about: aboutSchema.optional(),
	per: z.enum(['cluster', 'node', 'port']).default('cluster'),
	job: z.boolean().default(false),
	proxies: z.boolean().default(false),
	addons: z.array(z.enum(addonNames)).default([]),
	replicas: z.coerce.number().int().min(1).max(9).optional(),
	objects: z.array(clusterObject).default([]),
	versions: z.string().optional(),
	'version-of': name.optional(),
	'by-version': z.array(z.strictObject({versions: z.string(), args: texts.default([]), files: z.record(z.string(), z.unknown()).default({})})).default([]),
	certificates: z.array(certificate).default([]),
	trust: z.array(z.enum(['kubernetes', 'etcd', 'front-proxy'])).default([]),
	signs: z.array(z.enum(['kubernetes', 'etcd', 'front-proxy'])).default([]),
	'service-account': z.array(z.enum(['public', 'private'])).default([]),
	kubeconfig: z.strictObject({
		'common-name': z.string().min(1),
		organizations: z.array(z.string()).default([]),
		files: z.boolean().default(false),
		server: z.url().optional(),
	}).optional(),
	files: z.record(z.string(), z.unknown()).default({}),
	'mounts-each-node': z.strictObject({volume: name, at: z.string().startsWith('/')}).optional(),
	ready: probe.optional(),
	serving: probe.optional(),
	health: health.optional(),
	'serving-is-enough': z.array(name).default([]),
});

const longMount = z.strictObject({
	type: z.literal('bind'),
	source: z.string().startsWith('/'),
	target: z.string().startsWith('/'),
	read_only: z.boolean().default(false),
	bind: z.strictObject({propagation: z.enum(['rprivate', 'rshared', 'rslave'])}).optional(),
});

export const serviceSchema = z.strictObject({
	image: z.string().min(1),
	container_name: z.string().regex(/^[a-zA-Z\d][\w.-]+$/),
	hostname: z.string().optional(),
	user: z.string().regex(/^\d+(:\d+)?$/, 'expected UID or UID:GID').optional(),
	entrypoint: texts.min(1).optional(),
	command: texts.default([]),
	environment: z.record(z.string(), text).default({}),
	working_dir: z.string().optional(),
	networks: z.strictObject({
		cluster: z.strictObject({ipv4_address: z.ipv4().optional(), aliases: z.array(z.string()).default([])}),
	}).optional(),
	network_mode: z.string().regex(/^(none|host|service:[a-z\d-]+)$/, 'expected none, host or service:NAME').optional(),
	pid: z.literal('host').optional(),
	depends_on: z.array(name).default([]),
	ports: z.array(z.string().regex(/^[\d.]+:\d+:\d+(\/(tcp|udp))?$/, 'expected ADDRESS:HOST_PORT:CONTAINER_PORT[/tcp|udp]')).default([]),
	volumes: z.array(z.union([z.string().regex(/^[^:]+:\/[^:]*(:(ro|rw))?$/, 'expected SOURCE:/TARGET[:ro]'), longMount])).default([]),
	cap_add: texts.default([]),
	cap_drop: texts.default([]),
	security_opt: texts.default([]),
	device_cgroup_rules: texts.default([]),
	devices: texts.default([]),
	sysctls: z.record(z.string(), text).default({}),
	restart: z.enum(['no', 'unless-stopped']).default('no'),
	init: z.boolean().default(false),
	'x-single-kube': extensionSchema,
});

export const componentFileSchema = z.strictObject({
	services: z.record(name, serviceSchema),
	volumes: z.record(name, z.strictObject({name: z.string()})).default({}),
});

export const clusterFileSchema = z.strictObject({
	networks: z.strictObject({
		cluster: z.strictObject({
			name: z.string(),
			driver: z.literal('bridge'),
			driver_opts: z.record(z.string(), text).default({}),
			ipam: z.strictObject({config: z.array(z.strictObject({subnet: z.cidrv4(), ip_range: z.cidrv4()})).length(1)}),
		}),
	}),
	volumes: z.record(name, z.strictObject({name: z.string()})).default({}),
});

export type ServiceFile = z.output<typeof serviceSchema>;
export type ComponentFile = z.output<typeof componentFileSchema>;
export type ClusterFile = z.output<typeof clusterFileSchema>;
