/** Change flags of one component of a running cluster: it is replaced alone, and is what it was when it does not become ready. */
import {configurableComponents, findConfigurable} from '../../compose/configurable.ts';
import {readComposeDirectory} from '../../compose/read.ts';
import {SingleKubeError} from '../../errors.ts';
import {type Emit, ignoreEvents, inPhase} from '../../events.ts';
import {servicesOf} from '../../explain/about.ts';
import type {ExtraConfigChange} from '../../plan/extra-config.ts';
import {formatExtraConfig} from '../../plan/extra-config.ts';
import {mix} from '../../plan/mix.ts';
import type {Plan} from '../../plan/operations.ts';
import {reconcile} from '../../plan/reconcile.ts';
import type {Topology} from '../../plan/topology.ts';
import {readAgentTopology} from '../agent-topology.ts';
import {bringUp} from '../bring-up.ts';
import {checkExtraConfig} from '../extra-settings.ts';
import {withLock} from '../lock.ts';
import {type OpenedCluster, openCluster} from '../open-running.ts';
import {type ClusterOptions, defaultTimeoutSeconds} from '../options.ts';
import {redesigner} from '../redesign.ts';
import {refuseUnfinishedUpgrade} from '../refuse-other-version.ts';
import {refuseChanged} from '../running-cluster.ts';
import {settleSettings} from '../settings.ts';
import {refuseDown, refuseStill} from './has-to-run.ts';
import {ownFlag} from './needed.ts';
import {type FlagChange, flagChanges} from './report.ts';
import {inWordsOfSet} from './rolled-back.ts';
import {tryFlags} from './try-flags.ts';
import {formatFlagWord, parseFlagWords} from './words.ts';

/** What to change, and how. */
export type SetFlagsRequest = {
	/** With or without `kube-`: `apiserver`. */
	readonly component: string;
	/** `v=4`, `--v=4`, `maxPods=50`; `v-` takes one back. */
	readonly flags: readonly string[];
	/** Only say what would be done. */
	readonly dryRun?: boolean;
};

/** A component's flags before and after. */
export type SetFlagsReport = {
	readonly cluster: string;
	/** The service's name: `kube-apiserver`. */
	readonly component: string;
	readonly flags: readonly FlagChange[];
	/** The containers that were replaced, those that live in its network namespace among them; empty when it had the flags already. */
	readonly containers: readonly string[];
	/** What was done, or with `dryRun` would be. */
	readonly plan: Plan;
	readonly seconds: number;
};

/**
 * What cannot be meant is refused before anything is touched: the program itself is asked whether it knows the flags. What is
 * set is remembered by the next start.
 *
 * @param options of which `force` sets, too, what the cluster needs to be as it is
 * @throws SingleKubeError OPTION_INVALID, COMPONENT_UNKNOWN, CLUSTER_NOT_RUNNING, COMPONENT_NOT_RUNNING, UPGRADE_UNFINISHED, CLUSTER_BUSY;
 *   COMPONENT_ROLLED_BACK with the flag and the component's last words
 */
export async function setFlags(request: SetFlagsRequest, options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<SetFlagsReport> {
	return setFlagsOf(async () => openCluster(options, {running: false}, emit, signal), request, options, emit, signal);
}

/** The same of a cluster that whoever asks opens in their own way. @param open called when what was asked for can be meant */
export async function setFlagsOf(open: () => Promise<OpenedCluster>, {component: word, flags, dryRun = false}: SetFlagsRequest, options: ClusterOptions, emit: Emit, signal: AbortSignal): Promise<SetFlagsReport> {
	const startedAt = Date.now();
	const files = await readComposeDirectory();
	const {name: component} = findConfigurable(word.replace(/@.*$/, ''), configurableComponents(files), {asked: `single-kube set ${word}`, example: 'single-kube set apiserver --v=4'});
	const changes = await checkExtraConfig(parseFlagWords(component, flags), `single-kube set ${word}`);
	const opened = await open();
	const {engine, name, image, observed} = opened;
	refuseStill(name, observed, component, changes);
	const stored = await readAgentTopology(engine, name);
	refuseDown(stored, observed, component);
	refuseUnfinishedUpgrade(name, stored.settings);
	warnOfOwn(component, changes, servicesOf(files).get(component), options.force ?? false, emit);

	const before = componentOf(stored, component);
	const next = await nextTopology(opened, stored, component, changes, emit);
	const after = componentOf(next, component);
	await inPhase(emit, 'prepare', `Ask ${component}`, async () => tryFlags(engine, name, after, changes, signal));
	const report = (plan: Plan): SetFlagsReport => ({
		cluster: name, component, flags: flagChanges(changes.map(change => change.name), before, after), plan, seconds: (Date.now() - startedAt) / 1000,
		containers: plan.flatMap(({operation}) => operation.kind === 'create-container' ? [operation.name] : []),
	});
	if (dryRun) {
		return report(reconcile(next, observed));
	}

	const hands = {engine, image, limitSeconds: options.timeoutSeconds ?? defaultTimeoutSeconds, emit, signal};
	return withLock(engine, name, image, 'single-kube set', async () => inPhase(emit, 'components', `Set ${component}`, async () => {
		await refuseChanged({engine, name, topology: stored});
		try {
			return report((await bringUp(next, options, hands, {resume: false})).plan);
		} catch (error) {
			throw inWordsOfSet(component, name, error);
		}
	}));
}

/** The cluster as it is, but for the component, and what the next start has to know. */
async function nextTopology({engine, name, observed}: OpenedCluster, stored: Topology, component: string, changes: readonly ExtraConfigChange[], emit: Emit): Promise<Topology> {
	const extraConfig = changes.map(({name, value}) => value === undefined ? `${component}.${name}-` : formatExtraConfig(component, {[name]: [value]})[0]!);
	// Proxies of who calls are not asked about: nothing else is to change.
	const settings = await settleSettings(engine, name, {name, extraConfig, environment: {}});
	const names = new Set([component]);
	const design = await redesigner(engine, stored, observed);
	const same = await design(stored.settings);
	if (componentOf(same, component).hash !== componentOf(stored, component).hash) {
		emit({type: 'noted', phase: 'components', text: `single-kube has changed since ${component} was made: it gets what is new for it, too`});
	}

	return mix(stored, await design(settings), {names, settings});
}

/** @throws SingleKubeError OPTION_INVALID for what the cluster needs as it is */
function warnOfOwn(component: string, changes: readonly ExtraConfigChange[], service: Parameters<typeof ownFlag>[2], force: boolean, emit: Emit): void {
	for (const {name, value} of changes.filter(({value}) => value !== undefined)) {
		const own = ownFlag(component, name, service);
		if (own?.neededFor !== undefined && !force) {
			throw new SingleKubeError('OPTION_INVALID', `${component} needs ${own.flag} as it is: ${own.neededFor}`, {
				seen: [`${own.from} sets ${own.flag}=${own.value}`], hint: `To see what happens: single-kube set ${component} ${formatFlagWord(name, value)} --force; it is put back if ${component} does not become ready`,
			});
		}

		// Gates are one list: of those that are there already only the named ones change.
		if (own && name !== 'feature-gates') {
			emit({type: 'noted', phase: 'components', text: `${own.from} has ${own.flag}=${own.value}; yours counts, until ${formatFlagWord(name, undefined)}`});
		}
	}
}

function componentOf({components}: Topology, name: string): Topology['components'][number] {
	return components.find(component => component.name === name)!;
}
