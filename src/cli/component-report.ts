/** What commands say of single components that they did something to. */
import type {ComponentsReport, ComponentState} from '../cluster/components/open.ts';
import type {ClusterOptions} from '../cluster/options.ts';
import type {Emit} from '../events.ts';
import type {Flags} from './invocation.ts';
import {printResult} from './output.ts';
import {withProgress} from './with-progress.ts';

/** @returns the exit code */
export async function runOnComponents(flags: Flags, work: (options: ClusterOptions, emit: Emit) => Promise<ComponentsReport>): Promise<number> {
	const report = await withProgress(flags, work);
	printResult(flags, report, () => formatComponents(report), {names: () => report.components.map(({component}) => component)});
	return 0;
}

/** A line each: `etcd is stopped (sk-default-etcd)`. */
export function formatComponents({components}: Pick<ComponentsReport, 'components'>): string {
	return components.map(state => `${state.component} ${stateOf(state)} (${state.container})`).join('\n');
}

function stateOf({state, held}: ComponentState): string {
	switch (state) {
		case 'running': {
			return 'runs';
		}

		case 'exited':
		case 'created': {
			return held ? 'is stopped, and stays so until it is started' : 'has ended';
		}

		case 'missing': {
			return 'has no container';
		}

		case 'paused':
		case 'restarting':
		case 'dead':
		case 'removing': {
			return `is ${state}`;
		}
	}
}
