import {setFlagsFromString} from 'node:v8';
import {checkName, defaultName} from '../../cluster/options.ts';
import {isAsciiOnly, requireTerminal} from '../../dashboard/terminal.ts';
import {useColor} from '../../renderers/choose.ts';
import {clusterOptions, type Run} from '../invocation.ts';

/** Ink and React are loaded here and nowhere else: every other command starts without them. */
export const run: Run = async ({flags}, signal) => {
	const {env, stdin, stdout} = process;
	requireTerminal({stdin, stdout}, env, checkName(flags.name ?? defaultName));
	keepMemorySmall();
	// React's own checks of a program under development cost time and memory.
	env['NODE_ENV'] ??= 'production';
	const {runDashboard} = await import('../../dashboard/dashboard.ts');
	await runDashboard({
		cluster: clusterOptions(flags), stdin, stdout, color: useColor(stdout, env, flags.color),
		ascii: flags.ascii ?? isAsciiOnly(env), readOnly: flags.readOnly ?? false,
	}, signal);
	return 0;
};

/** A screen that changes once a second leaves much garbage of a short life: V8 would rather let its heap grow than look for it. */
function keepMemorySmall(): void {
	// Measured, packaged, on the same cluster: 164 MiB with none of them, 117 to 127 without the last, 113 to 128 with all.
	for (const flag of ['--semi-space-growth-factor=1', '--optimize-for-size', '--no-opt']) {
		setFlagsFromString(flag);
	}
}
