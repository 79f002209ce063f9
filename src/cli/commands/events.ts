import {checkName, defaultName} from '../../cluster/options.ts';
import {findComponent} from '../../cluster/find-component.ts';
import {refuseUnknown} from '../../cluster/refuse-unknown.ts';
import {readSpec} from '../../cluster/spec.ts';
import {connectToExisting} from '../../cluster/status.ts';
import {observe} from '../../engine/observe.ts';
import {ignoreEvents} from '../../events.ts';
import {followHappenings} from '../../timeline/follow.ts';
import type {Happening, Wanted} from '../../timeline/happening.ts';
import {pastHappenings} from '../../timeline/past.ts';
import {formatHappening, formatHappenings, recordOf} from '../events-report.ts';
import {clusterOptions, type Flags, type Run} from '../invocation.ts';
import {printResult} from '../output.ts';

/** As long as Kubernetes keeps its events, in milliseconds. */
const longest = 3_600_000;

/** With `-o json` a record a line, with `--follow` and without. */
export const run: Run = async ({flags}, signal) => {
	const name = checkName(flags.name ?? defaultName);
	const engine = await connectToExisting(clusterOptions(flags), ignoreEvents, signal);
	const now = Date.now();
	const observed = await observe(engine, name);
	await refuseUnknown(engine, name, observed);
	const spec = await readSpec(engine, name);
	const wanted: Wanted = {
		component: flags.component === undefined ? undefined : findComponent(flags.component, observed.containers.map(({component}) => component)), namespace: flags.namespace,
	};
	const {happenings, apiAnswers} = await pastHappenings(engine, name, {observed, spec, since: flags.since ?? now - longest, wanted}, signal);
	if (!apiAnswers) {
		process.stderr.write('The apiserver does not answer: what Kubernetes tells is missing\n');
	}

	if (!flags.follow) {
		printPast(flags, happenings, now);
		return 0;
	}

	const printed = new Set(happenings.map(happening => keyOf(happening)));
	for (const happening of happenings) {
		print(flags, happening);
	}

	try {
		return await followHappenings(engine, name, {spec, since: now, wanted}, happening => {
			if (!printed.has(keyOf(happening))) {
				printed.add(keyOf(happening));
				print(flags, happening);
			}
		}, signal);
	} catch (error) {
		// Whoever follows ends it so: that is no failure.
		if (signal.aborted) {
			return 0;
		}

		throw error;
	}
};

function keyOf({at, source, about, reason, message, count}: Happening): string {
	return [at, source, about, reason, message, count].join('\n');
}

function printPast(flags: Flags, happenings: readonly Happening[], now: number): void {
	if (flags.output === 'json') {
		process.stdout.write(happenings.map(happening => `${JSON.stringify(recordOf(happening))}\n`).join(''));
		return;
	}

	printResult(flags, happenings.map(happening => recordOf(happening)), () => happenings.length === 0 ? 'Nothing happened in this time' : formatHappenings(happenings, now), {
		wide: () => formatHappenings(happenings, now, true), names: () => [...new Set(happenings.map(({about}) => about))],
	});
}

function print(flags: Flags, happening: Happening): void {
	switch (flags.output) {
		case 'json': {
			process.stdout.write(`${JSON.stringify(recordOf(happening))}\n`);
			break;
		}

		case 'yaml': {
			process.stdout.write('---\n');
			printResult(flags, recordOf(happening), () => '');
			break;
		}

		case 'name': {
			process.stdout.write(`${happening.about}\n`);
			break;
		}

		default: {
			process.stdout.write(`${formatHappening(happening, flags.output === 'wide')}\n`);
		}
	}
}
