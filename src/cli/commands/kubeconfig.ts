import {homedir} from 'node:os';
import {load} from 'js-yaml';
import {openForKubeconfig} from '../../cluster/read-kubeconfig.ts';
import {printInternalKubeconfig, printUserKubeconfig, userEntry} from '../../cluster/user-kubeconfig.ts';
import {SingleKubeError} from '../../errors.ts';
import {ignoreEvents} from '../../events.ts';
import {kubeconfigNames} from '../../kubeconfig/entry.ts';
import {mergeKubeconfig} from '../../kubeconfig/merge.ts';
import {clusterOptions, type Run} from '../invocation.ts';
import {printResult} from '../output.ts';

/** Works on a stopped cluster too: what it needs is in volumes. */
export const run: Run = async ({flags}, signal) => {
	const {merge = false, internal = false, keepContext = false} = flags;
	if (merge && internal) {
		throw new SingleKubeError('COMMAND_LINE_INVALID', 'an address inside the cluster\'s network is of no use in your kubeconfig: --merge and --internal cannot stand together', {hint: 'single-kube kubeconfig --internal > FILE'});
	}

	const {engine, name, spec, image} = await openForKubeconfig(clusterOptions(flags), ignoreEvents, signal);
	if (merge) {
		const files = await mergeKubeconfig(await userEntry(engine, name, spec, image), {env: process.env, home: process.env['HOME'] ?? homedir(), setCurrentContext: !keepContext, signal});
		const {context} = kubeconfigNames(name);
		printResult(flags, {context, files}, () => `The context ${context} is in ${files.join(', ') || 'your kubeconfig already'}${keepContext ? '' : ', and is the current one'}`, {names: () => [context]});
		return 0;
	}

	const text = await (internal ? printInternalKubeconfig : printUserKubeconfig)(engine, name, spec, image);
	printResult(flags, load(text), () => text);
	return 0;
};
