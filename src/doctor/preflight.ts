/** What a start has looked at beforehand: the quick checks of what it does not find out itself, beside its own first steps. */
import type {ClusterOptions} from '../cluster/options.ts';
import type {Engine} from '../engine/engine.ts';
import {SingleKubeError} from '../errors.ts';
import type {Emit} from '../events.ts';
import type {Check} from './check.ts';
import {addresses} from './checks/addresses.ts';
import {capabilities} from './checks/capabilities.ts';
import {cgroups} from './checks/cgroups.ts';
import {clock} from './checks/clock.ts';
import {disk} from './checks/disk.ts';
import {dns} from './checks/dns.ts';
import {home} from './checks/home.ts';
import {inotify} from './checks/inotify.ts';
import {memory} from './checks/memory.ts';
import {openFiles} from './checks/open-files.ts';
import {openContext} from './context.ts';
import {type CheckReport, runCheck} from './run-doctor.ts';

/** Those that have something to say at a start: named here, so that a start loads no other. */
export const preflightChecks: readonly Check[] = [cgroups, memory, disk, inotify, openFiles, capabilities, addresses, dns, clock, home];

/**
 * @returns a function that waits for the end of it, and is to be called before anything is made
 * @throws that function throws SingleKubeError PREFLIGHT_FAILED for what would stop the start anyhow; the signal's reason
 */
export function beginPreflight(engine: Engine, options: ClusterOptions, emit: Emit, signal: AbortSignal): () => Promise<void> {
	const context = openContext(options, true, signal, engine);
	const running = Promise.all(preflightChecks.map(async check => ({report: await runCheck(context, {...check, limit}, signal), refuses: check.atStart === 'refuse'})));
	// Who is interrupted before asking for the end of it has another error to show.
	running.catch(() => undefined);
	return async () => judgePreflight(await running, emit);
}

/** Milliseconds, as a start has other things to do: what is not done then, on a busy machine, is left to the doctor. */
const limit = 2000;

/** Apart from the emitting pure. What a check that broke would have said is not known, and no reason to stop. @throws SingleKubeError PREFLIGHT_FAILED */
export function judgePreflight(all: ReadonlyArray<{readonly report: CheckReport; readonly refuses: boolean}>, emit: Emit): void {
	const results = all.filter(({report}) => report.completed);
	const refused = results.filter(({report, refuses}) => refuses && report.verdict === 'error').map(({report}) => report);
	const [first] = refused;
	if (first) {
		throw new SingleKubeError('PREFLIGHT_FAILED', `the check ${first.name} says that this start would fail: ${first.problems[0]!.text}`, {
			seen: refused.flatMap(({name, seen, problems}) => [`${name}: ${seen}`, ...problems.filter(({severity}) => severity === 'error').slice(name === first.name ? 1 : 0).map(({text}) => text)]),
			hint: `${first.problems[0]!.fix}\nAll that there is to know: single-kube doctor`,
		});
	}

	for (const {report} of results) {
		for (const {text, fix} of report.problems) {
			emit({type: 'warned', phase: 'engine', text: `${text[0]!.toUpperCase()}${text.slice(1)}. ${fix} (single-kube doctor ${report.name})`});
		}
	}
}
