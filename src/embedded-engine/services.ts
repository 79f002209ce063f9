import {existsSync} from 'node:fs';
import type {Emit} from '../events.ts';
import {findProgram} from './programs.ts';
import {lastLines, runProgram} from './run-program.ts';

const units = ['docker.service', 'docker.socket', 'containerd.service'];

/**
 * Disable the services that an installation brings, or the next boot would start them. Those that were there before
 * stay as they are, and a person who wants them can enable them.
 */
export async function keepServicesOff<T>(env: NodeJS.ProcessEnv, emit: Emit, install: () => Promise<T>): Promise<T> {
	const before = units.filter(unit => exists(unit));
	const initBefore = existsSync(initScript);
	try {
		return await install();
	} finally {
		const systemctl = findProgram('systemctl', env);
		const brought = units.filter(unit => !before.includes(unit) && exists(unit));
		if (systemctl && brought.length > 0) {
			await disable(systemctl, ['disable', ...brought], env, emit);
		}

		const updateRc = findProgram('update-rc.d', env);
		if (updateRc && !initBefore && existsSync(initScript)) {
			await disable(updateRc, ['docker', 'disable'], env, emit);
		}
	}
}

const initScript = '/etc/init.d/docker';

const exists = (unit: string): boolean => ['/lib/systemd/system', '/usr/lib/systemd/system', '/etc/systemd/system'].some(directory => existsSync(`${directory}/${unit}`));

async function disable(program: string, args: readonly string[], env: NodeJS.ProcessEnv, emit: Emit): Promise<void> {
	const {ok, all} = await runProgram(program, args, {env});
	if (!ok) {
		emit({type: 'warned', phase: 'engine', text: `Docker's own service may start at the next boot: ${program} ${args.join(' ')} failed: ${lastLines(all, 1).join('')}`});
	}
}
