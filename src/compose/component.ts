/** From a service of a file to the record of a component. */
import {createHash} from 'node:crypto';
import {labels} from '../labels.ts';
import type {Component, ContainerSpec, FileRequests, Probe} from '../plan/topology.ts';
import {mountOf, networkOf, nodeMounts} from './attachments.ts';
import {withExtras} from './extra-config.ts';
import {healthOf} from './health.ts';
import {findPresent, type Instance, ownLabels, versionOf} from './instance.ts';
import {mergeFiles} from './merge-files.ts';
import type {ServiceFile} from './schema.ts';
import type {TopologyInput} from './topology.ts';
import {inRange} from './versions.ts';

export function makeComponent(instance: Instance, instances: readonly Instance[], input: TopologyInput): Component {
	const {service, name, id, node, port} = instance;
	const extension = service['x-single-kube'];
	const applicable = extension['by-version'].filter(({versions}) => inRange(versionOf(instance, input), versions));
	const {command, files: configured} = withExtras(name, {
		command: [...service.command, ...applicable.flatMap(({args}) => args)],
		files: applicable.reduce<Readonly<Record<string, unknown>>>((all, {files}) => mergeFiles(all, files), extension.files),
	}, {...input.settings, files: input.laid});
	const configKey = `${name}-config`;
	const container: Omit<ContainerSpec, 'labels'> = {
		name: service.container_name,
		image: service.image,
		hostname: service.hostname,
		...service.user === undefined ? {} : {user: service.user},
		...service.entrypoint === undefined ? {} : {entrypoint: service.entrypoint},
		command,
		environment: extension.proxies ? {...service.environment, ...input.proxies} : service.environment,
		workingDirectory: service.working_dir,
		network: networkOf(instance, instances),
		hostPid: service.pid === 'host',
		capAdd: service.cap_add,
		capDrop: service.cap_drop,
		securityOptions: service.security_opt,
		deviceCgroupRules: service.device_cgroup_rules,
		devices: service.devices,
		sysctls: service.sysctls,
		mounts: [...service.volumes.map(volume => mountOf(volume, instance)), ...nodeMounts(instance, instances)],
		ports: service.ports.map(port => {
			const [hostAddress, hostPort, containerPort, protocol = 'tcp'] = port.split(/[:/]/);
			return {hostAddress: hostAddress!, hostPort: Number(hostPort), containerPort: Number(containerPort), protocol: protocol as 'tcp' | 'udp'};
		}),
		restart: service.restart,
		init: service.init,
	};
	const files: FileRequests = {
		certificates: extension.certificates.map(certificate => ({
			name: certificate.name, authority: certificate.authority, commonName: certificate['common-name'],
			organizations: certificate.organizations, usages: certificate.usages,
			dnsNames: certificate['dns-names'], ipAddresses: certificate['ip-addresses'],
		})),
		trust: extension.trust,
		signs: extension.signs,
		serviceAccount: extension['service-account'],
		kubeconfig: extension.kubeconfig && {
			commonName: extension.kubeconfig['common-name'], organizations: extension.kubeconfig.organizations, clientFiles: extension.kubeconfig.files,
			server: extension.kubeconfig.server,
		},
		files: configured,
	};
	const hash = hashOf({container, files});
	return {
		id, name, node: node?.name, port, summary: extension.summary, job: extension.job,
		dependsOn: findPresent(instance, instances, service.depends_on, input),
		container: {
			...container,
			labels: {...ownLabels(input.cluster, node?.name, port), [labels.component]: node === undefined ? id : name, [labels.config]: hash},
		},
		configVolume: instance.volumes.get(configKey),
		servingIsEnough: findPresent(instance, instances, extension['serving-is-enough'], input),
		files, ready: probeOf(extension.ready), serving: probeOf(extension.serving), health: healthOf(instance, instances, input), hash,
	};
}

function probeOf(probe: ServiceFile['x-single-kube']['ready']): Probe | undefined {
	if (probe === undefined) {
		return undefined;
	}

	return 'log' in probe ? {kind: 'log', text: probe.log} : {kind: 'exec', component: probe.exec.in, command: probe.exec.command};
}

function hashOf(value: unknown): string {
	return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}
