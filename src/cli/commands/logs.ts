import {connectToExisting} from '../../cluster/status.ts';
import {refuseUnknown} from '../../cluster/refuse-unknown.ts';
import {checkName, defaultName} from '../../cluster/options.ts';
import {logLines} from '../../engine/logs.ts';
import {observe} from '../../engine/observe.ts';
import {SingleKubeError} from '../../errors.ts';
import {ignoreEvents} from '../../events.ts';
import {findComponent} from '../components.ts';
import {clusterOptions, type Run} from '../invocation.ts';

/** Lines as they are, on standard output; `-o json` gives each as a record. */
export const run: Run = async ({flags, words}, signal) => {
	const name = checkName(flags.name ?? defaultName);
	const engine = await connectToExisting(clusterOptions(flags), ignoreEvents, signal);
	const observed = await observe(engine, name);
	await refuseUnknown(engine, name, observed);
	const component = findComponent(words[0]!, observed.containers.map(container => container.component));
	const container = observed.containers.find(candidate => candidate.component === component);
	if (!container) {
		throw new SingleKubeError('COMPONENT_UNKNOWN', `${component} has no container`, {hint: `Have it made: single-kube start --name ${name}`});
	}

	for await (const line of logLines(engine, container.name, {follow: flags.follow ?? false, tail: flags.tail, signal})) {
		process.stdout.write(`${flags.output === 'json' ? JSON.stringify({component, line}) : line}\n`);
	}

	signal.throwIfAborted();
	return 0;
};
