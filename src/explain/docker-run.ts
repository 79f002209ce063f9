/** The `docker run` that makes what single-kube makes through the engine's API: the same options, one a line. Pure. */
import {splitSysctls} from '../engine/interface-sysctls.ts';
import {bindOf} from '../plan/bind.ts';
import type {ContainerSpec} from '../plan/topology.ts';
import {shellLines} from './shell-words.ts';

/**
 * @param network the cluster's, by its name
 * @param apiVersion the newest that the engine speaks: where sysctls of an interface belong depends on it
 * @returns lines to paste into a shell, joined by backslashes
 */
export function dockerRun(spec: ContainerSpec, network: string, apiVersion: string): string {
	const sysctls = splitSysctls(spec.sysctls, apiVersion);
	const [entrypoint, ...firstWords] = spec.entrypoint ?? [];
	return shellLines([
		['docker', 'run', '--detach'],
		['--name', spec.name],
		...option('--hostname', spec.hostname),
		...option('--user', spec.user),
		...option('--workdir', spec.workingDirectory),
		...networkOf(spec, network, sysctls.driverOptions),
		...spec.hostPid ? [['--pid', 'host'], ['--cgroupns', 'host']] : [],
		...spec.capDrop.map(name => ['--cap-drop', name]),
		...spec.capAdd.map(name => ['--cap-add', name]),
		...spec.securityOptions.map(text => ['--security-opt', text]),
		...spec.deviceCgroupRules.map(rule => ['--device-cgroup-rule', rule]),
		...spec.devices.map(device => ['--device', device]),
		...pairs('--sysctl', sysctls.container),
		...pairs('--env', spec.environment),
		...spec.mounts.map(mount => ['--volume', bindOf(mount)]),
		...spec.ports.map(({hostAddress, hostPort, containerPort, protocol}) => ['--publish', `${hostAddress}:${hostPort}:${containerPort}/${protocol}`]),
		['--restart', spec.restart],
		...spec.init ? [['--init']] : [],
		['--log-driver', 'json-file'], ['--log-opt', 'max-size=10m'], ['--log-opt', 'max-file=2'],
		...pairs('--label', spec.labels),
		...option('--entrypoint', entrypoint),
		[spec.image],
		...[...firstWords, ...spec.command].map(word => [word]),
	]);
}

function option(name: string, value: string | undefined): string[][] {
	return value === undefined ? [] : [[name, value]];
}

function pairs(name: string, values: Readonly<Record<string, string>>): string[][] {
	return Object.entries(values).map(([key, value]) => [name, `${key}=${value}`]);
}

/** Options of the endpoint go by the long form of `--network` only ("docker container run", Connect a container to a network). */
function networkOf({network}: ContainerSpec, name: string, driverOptions: Readonly<Record<string, string>>): string[][] {
	switch (network.kind) {
		case 'cluster': {
			const options = Object.entries(driverOptions);
			return options.length === 0
				? [['--network', name], ...option('--ip', network.address), ...network.aliases.map(alias => ['--network-alias', alias])]
				: [['--network', [`name=${name}`, ...network.address === undefined ? [] : [`ip=${network.address}`], ...network.aliases.map(alias => `alias=${alias}`),
					...options.map(([key, value]) => `"driver-opt=${key}=${value}"`)].join(',')]];
		}

		case 'joins': {
			return [['--network', `container:${network.container}`]];
		}

		case 'host':
		case 'none': {
			return [['--network', network.kind]];
		}
	}
}
