import {listPorts, type PublishedPort} from '../../cluster/ports.ts';
import {addPorts, removePorts} from '../../cluster/publish.ts';
import {SingleKubeError} from '../../errors.ts';
import {formatPort, parsePortPattern, parseWantedPort, type PortSpec} from '../../plan/ports.ts';
import {exitCodes} from '../exit-codes.ts';
import {clusterOptions, type Flags, type Run} from '../invocation.ts';
import {formatTable, printResult} from '../output.ts';
import {withProgress} from '../with-progress.ts';

export const run: Run = async ({flags, words: [action, ...texts]}, signal) => {
	switch (action as PortAction) {
		case 'add': {
			const wanted = parseAll(texts, 'add', '8080:30080', text => parseWantedPort(text));
			const added = await withProgress(flags, async (options, emit) => addPorts(wanted, options, emit, signal));
			return print(flags, added, 'is published', 'Nothing had to be done: what was asked for is published already');
		}

		case 'remove': {
			const patterns = parseAll(texts, 'remove', '8080', text => parsePortPattern(text));
			const removed = await withProgress(flags, async (options, emit) => removePorts(patterns, options, emit, signal));
			return print(flags, removed, 'is published no more', '');
		}

		case 'list': {
			const ports = await listPorts(clusterOptions(flags), signal);
			printResult(flags, ports, () => ports.length === 0 ? 'No port is published: single-kube port add HOST_PORT:NODE_PORT' : formatPorts(ports));
			return exitCodes.ok;
		}
	}
};

type PortAction = 'add' | 'remove' | 'list';

export function formatPorts(ports: readonly PublishedPort[]): string {
	return formatTable(['ADDRESS', 'PORT', 'NODE PORT', 'STATE', 'CONTAINER'], ports.map(({address, hostPort, protocol, nodePort, state, container}) =>
		[address, `${hostPort}/${protocol}`, String(nodePort), state, container]));
}

function print(flags: Flags, ports: readonly PortSpec[], what: string, nothing: string): number {
	printResult(flags, ports, () => ports.length === 0 ? nothing : ports.map(port => `${formatPort(port)} ${what}`).join('\n'));
	return exitCodes.ok;
}

/** @throws SingleKubeError COMMAND_LINE_INVALID without a word, OPTION_INVALID */
function parseAll<T>(texts: readonly string[], action: PortAction, example: string, parse: (text: string) => T): T[] {
	if (texts.length === 0) {
		throw new SingleKubeError('COMMAND_LINE_INVALID', `port ${action} takes at least one port`, {hint: `For example: single-kube port ${action} ${example}`});
	}

	return texts.map(text => {
		try {
			return parse(text);
		} catch (error) {
			throw new SingleKubeError('OPTION_INVALID', (error as Error).message, {hint: `For example: single-kube port ${action} ${example}`, cause: error});
		}
	});
}
