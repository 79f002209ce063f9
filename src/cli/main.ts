/** The command line's entry: what bin/single-kube.js loads. A command's own code is loaded when it is called. */
import {CommanderError} from 'commander';
import {buildProgram} from './program.ts';
import {withConfigFile} from './config-file.ts';
import type {CommandName, Run} from './invocation.ts';
import {goesOn, runProgram} from './run-program.ts';
import {translateUsage} from './usage-error.ts';
import {readErrorFormat} from './error-format.ts';

const commands: Readonly<Record<CommandName, () => Promise<{run: Run}>>> = {
	start: async () => import('./commands/start.ts'),
	stop: async () => import('./commands/stop.ts'),
	delete: async () => import('./commands/delete.ts'),
	status: async () => import('./commands/status.ts'),
	list: async () => import('./commands/list.ts'),
	test: async () => import('./commands/test.ts'),
	exec: async () => import('./commands/exec.ts'),
	kubectl: async () => import('./commands/kubectl.ts'),
	logs: async () => import('./commands/logs.ts'),
	config: async () => import('./commands/config.ts'),
	kubeconfig: async () => import('./commands/kubeconfig.ts'),
	port: async () => import('./commands/port.ts'),
	service: async () => import('./commands/service.ts'),
	use: async () => import('./commands/use.ts'),
	upgrade: async () => import('./commands/upgrade.ts'),
	images: async () => import('./commands/images.ts'),
	bundle: async () => import('./commands/bundle.ts'),
	registry: async () => import('./commands/registry.ts'),
	tunnel: async () => import('./commands/tunnel.ts'),
	engine: async () => import('./commands/engine.ts'),
};

export async function main(words: readonly string[] = process.argv.slice(2)): Promise<void> {
	await runProgram(async signal => {
		let exitCode = 0;
		const program = buildProgram(async invocation => {
			const {run} = await commands[invocation.command]();
			exitCode = await run(await withConfigFile(invocation), signal);
		});
		try {
			await program.parseAsync(words.length === 0 ? ['help'] : [...words], {from: 'user'});
		} catch (error) {
			const translated = error instanceof CommanderError ? translateUsage(error) : error;
			if (translated) {
				throw translated;
			}
		}

		return exitCode;
	}, readErrorFormat(words), words.some(word => ['start', 'stop', 'delete', 'upgrade'].includes(word)) ? goesOn : '');
}
