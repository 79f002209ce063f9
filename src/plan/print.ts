/** A plan as text: what --dry-run prints and what the golden tests compare. */
import type {Operation, Plan} from './operations.ts';

/** One line an operation: `[1,2] -> #3 create-container etcd: none exists`. */
export function printPlan(plan: Plan): string {
	return plan.map(({id, operation, reason, after}) =>
		`${after.length > 0 ? `[${after.join(',')}] -> ` : ''}#${id} ${operation.kind} ${resourceOf(operation)}: ${reason}`).join('\n');
}

/** What an operation acts on, for a person: a component's id, a volume's name, a node. */
export function resourceOf(operation: Operation): string {
	switch (operation.kind) {
		case 'create-network': {
			return operation.network.name;
		}

		case 'create-volume': {
			return operation.volume.name;
		}

		case 'remove-network':
		case 'remove-volume': {
			return operation.name;
		}

		case 'deliver-files': {
			return operation.components.join(' ');
		}

		case 'apply-objects': {
			return `${operation.wanted} wanted, ${operation.unwanted} not`;
		}

		case 'pause-pods':
		case 'unpause-pods':
		case 'stop-pods':
		case 'remove-pods': {
			return `${operation.node} (${operation.containers.length} containers)`;
		}

		case 'clean-host': {
			return 'host';
		}

		case 'create-container':
		case 'start-container':
		case 'pause-container':
		case 'unpause-container':
		case 'kill-container':
		case 'stop-container':
		case 'remove-container':
		case 'end-fault':
		case 'await-heartbeat':
		case 'await-serving':
		case 'await-ready':
		case 'await-exit': {
			return operation.component;
		}
	}
}
