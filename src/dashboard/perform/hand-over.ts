/** Give the terminal to a program until it ends. */
import {explainNotRun, kubectlContainer} from '../../cluster/kubectl-container.ts';
import type {Engine} from '../../engine/engine.ts';
import {execInContainer} from '../../engine/exec.ts';
import {execInteractively} from '../../engine/exec-interactive.ts';
import {ownTerminal} from '../../engine/own-terminal.ts';
import {podContainers} from '../../engine/pod-containers.ts';
import {messageOf} from '../../errors.ts';
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

			break;
		}

		case 'pod-shell': {
			const {namespace, pod, container: name, command} = handover;
			const found = (await podContainers(engine, cluster, namespace, pod)).find(container => container.name === name);
			if (!found) {
				throw new Error(`${pod} has no container ${name} on the engine`);
			}

			const shell = await findShell(engine, found.container, signal);
			if (shell === undefined) {
				throw new Error(`The image of ${name} has no shell. To run something else in it: ${command.replace(/ -- sh$/, ' -- PROGRAM')}`);
			}

			streams.stdout.write(`A shell in ${name} of ${pod}: exit or Ctrl-D goes back to the dashboard\nThe same by command: ${command}\n`);
			await runOnTerminal(found.container, [shell]);
		}
	}

	async function runOnTerminal(container: string, command: readonly string[]): Promise<number> {
		const terminal = ownTerminal(streams);
		try {
			return await execInteractively(engine, container, {
				command, stdin: streams.stdin, stdout: streams.stdout, stderr: streams.stdout, ...terminal ? {terminal} : {},
				environment: terminal && process.env['TERM'] ? [`TERM=${process.env['TERM']}`] : [],
			}, signal);
		} finally {
			terminal?.restore();
		}
	}
}

/** bash where the image has it. Asked beforehand: a shell that ends with 127 may have run for an hour. */
async function findShell(engine: Engine, container: string, signal: AbortSignal): Promise<string | undefined> {
	try {
		const {exitCode, stdout} = await execInContainer(engine, container, ['sh', '-c', 'command -v bash || echo sh'], signal);
		return exitCode === 0 ? stdout.trim() : undefined;
	} catch (error) {
		signal.throwIfAborted();
		// What runc and crun say.
		if (/executable file not found|no such file or directory/i.test(messageOf(error))) {
			return undefined;
		}

		throw error;
	}
}
