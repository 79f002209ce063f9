/** Give the terminal to a program until it ends. */
import {explainNotRun, kubectlContainer} from '../../cluster/kubectl-container.ts';
import {execInteractively} from '../../engine/exec-interactive.ts';
import {ownTerminal} from '../../engine/own-terminal.ts';
import type {Handover} from '../handover.ts';
import type {Subject} from '../sources/subject.ts';
import type {TerminalStreams} from '../terminal.ts';

/** @throws SingleKubeError when it cannot be started */
export async function handOver({engine, cluster}: Subject, handover: Handover, streams: TerminalStreams, signal: AbortSignal): Promise<void> {
	switch (handover.kind) {
		case 'kubectl-shell': {
			streams.stdout.write(`The kubectl shell of ${cluster}: exit or Ctrl-D goes back to the dashboard\n`);
			try {
				await runOnTerminal(kubectlContainer(cluster), ['bash']);
			} catch (error) {
				signal.throwIfAborted();
				throw await explainNotRun(engine, cluster, error);
			}
		}
	}

	async function runOnTerminal(container: string, command: readonly string[]): Promise<void> {
		const terminal = ownTerminal(streams);
		try {
			await execInteractively(engine, container, {
				command, stdin: streams.stdin, stdout: streams.stdout, stderr: streams.stdout, ...terminal ? {terminal} : {},
				environment: terminal && process.env['TERM'] ? [`TERM=${process.env['TERM']}`] : [],
			}, signal);
		} finally {
			terminal?.restore();
		}
	}
}
