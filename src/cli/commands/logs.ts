import {followLogs} from '../../component-logs/follow.ts';
import {lineFormatter} from '../../component-logs/format.ts';
import {type LogLine, mergeByTime} from '../../component-logs/line.ts';
import {type LoggedComponent, readLog} from '../../component-logs/read.ts';
import {findComponent} from '../../cluster/find-component.ts';
import {checkName, defaultName} from '../../cluster/options.ts';
import {refuseUnknown} from '../../cluster/refuse-unknown.ts';
import {connectToExisting} from '../../cluster/status.ts';
import {observe} from '../../engine/observe.ts';
import {SingleKubeError} from '../../errors.ts';
import {ignoreEvents} from '../../events.ts';
import {useColor} from '../../renderers/choose.ts';
import {clusterOptions, type Flags, type Run} from '../invocation.ts';

/** Lines as they are, on standard output; `-o json` gives each as a record. Of several components in the order of their times. */
export const run: Run = async ({flags, words}, signal) => {
	const {follow = false, previous = false, since, tail} = flags;
	if (follow && previous) {
		throw new SingleKubeError('COMMAND_LINE_INVALID', 'what was said before the last start does not grow: --previous and --follow cannot stand together', {hint: 'Leave one of them away'});
	}

	const name = checkName(flags.name ?? defaultName);
	const engine = await connectToExisting(clusterOptions(flags), ignoreEvents, signal);
	const observed = await observe(engine, name);
	await refuseUnknown(engine, name, observed);
	const logged = choose(words, flags, observed.containers.map(({component, name: container}) => ({component, container})));
	const print = printer(flags, logged);
	const wish = {since, tail, signal};
	if (follow) {
		return followLogs(engine, name, logged, wish, {
			line: print,
			away(component) {
				process.stderr.write(`(${component} does not run: waiting for it to be started)\n`);
			},
		});
	}

	for await (const line of mergeByTime(logged.map(component => readLog(engine, component, {...wish, previous})))) {
		print(line);
	}

	signal.throwIfAborted();
	return 0;
};

function choose(words: readonly string[], {all = false}: Flags, known: readonly LoggedComponent[]): LoggedComponent[] {
	if (words.length > 0 && all) {
		throw new SingleKubeError('COMMAND_LINE_INVALID', `logs --all is about every component: ${words.join(' ')} cannot stand beside it`, {hint: `single-kube logs --all, or single-kube logs ${words.join(' ')}`});
	}

	const sorted = [...known].sort((a, b) => a.component < b.component ? -1 : 1);
	if (words.length === 0) {
		return sorted;
	}

	const ids = words.map(word => findComponent(word, sorted.map(({component}) => component)));
	return sorted.filter(({component}) => ids.includes(component));
}

function printer(flags: Flags, logged: readonly LoggedComponent[]): (line: LogLine) => void {
	if (flags.output === 'json') {
		return ({component, time, line}) => {
			process.stdout.write(`${JSON.stringify({component, time, line})}\n`);
		};
	}

	const format = lineFormatter({
		components: logged.map(({component}) => component), color: useColor(process.stdout, process.env, flags.color), timestamps: flags.timestamps ?? false,
	});
	return line => {
		process.stdout.write(`${format(line)}\n`);
	};
}
