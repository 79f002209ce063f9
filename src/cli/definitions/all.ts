/** Every command, by its name, in the order in which the help of its group shows it. */
import {bundle} from './bundle.ts';
import {compose} from './compose.ts';
import {completion} from './completion.ts';
import {config} from './config.ts';
import type {Definition} from './definition.ts';
import {dashboard} from './dashboard.ts';
import {deleteCommand} from './delete.ts';
import {doctor} from './doctor.ts';
import {engine} from './engine.ts';
import {events} from './events.ts';
import {exec} from './exec.ts';
import {explain} from './explain.ts';
import {fault} from './fault.ts';
import {flags} from './flags.ts';
import {exportLogs} from './export-logs.ts';
import {follow} from './follow.ts';
import {images} from './images.ts';
import {kill} from './kill.ts';
import {kubeconfig} from './kubeconfig.ts';
import {kubectl} from './kubectl.ts';
import {list} from './list.ts';
import {logs} from './logs.ts';
import {pause} from './pause.ts';
import {port} from './port.ts';
import {registry} from './registry.ts';
import {restart} from './restart.ts';
import {service} from './service.ts';
import {set} from './set.ts';
import {start} from './start.ts';
import {status} from './status.ts';
import {stop} from './stop.ts';
import {test} from './test.ts';
import {tunnel} from './tunnel.ts';
import {unpause} from './unpause.ts';
import {upgrade} from './upgrade.ts';
import {use} from './use.ts';
import {versions} from './versions.ts';

export const definitions = {
	// Clusters
	start, stop, restart, pause, unpause, delete: deleteCommand, compose,
	// What is going on
	status, dashboard, list, events, follow, logs, doctor, 'export-logs': exportLogs,
	// Working with a cluster
	kubectl, exec, test, kubeconfig,
	// Components
	explain, flags, set, kill, fault,
	// From this machine
	service, port, tunnel,
	// Images and versions
	versions, use, upgrade, images, bundle, registry,
	// single-kube
	config, completion, engine,
} as const satisfies Readonly<Record<string, Definition>>;

export type CommandName = keyof typeof definitions;
export const commandNames = Object.keys(definitions) as CommandName[];

export function definitionOf(name: CommandName): Definition {
	return definitions[name];
}
