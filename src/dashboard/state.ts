/**
 * What the dashboard knows and what it shows of that, as one plain record. Pure: reduce.ts and keys/ make the next one
 * from the last, screen/ makes lines of it. Times are milliseconds since the epoch.
 */
import type {ApiObject} from '../api/api.ts';
import type {ComponentConfig} from '../component-config/read.ts';
import type {Says} from '../component-metrics/says.ts';
import type {Fault} from '../faults/fault.ts';
import type {ContainerState} from '../plan/observed.ts';
import type {Component} from '../plan/topology.ts';
import type {Way} from '../follow/way.ts';
import type {ComponentHealth} from '../status/judge-health.ts';
import type {Deed} from './deeds/deed.ts';
import type {ForwardRecord} from './deeds/forward.ts';
import type {Menu, Prompt} from './dialogs.ts';
import {type FlagsState, noFlags} from './flags.ts';
import {type ObjectKind, objectKinds} from './kinds.ts';
import type {Size} from './layout.ts';
import {firstLogView, type LogView} from './log-view.ts';

/** In the order of the keys 1 to 4. */
export const panes = ['components', 'workloads', 'detail', 'events'] as const;
export type Pane = (typeof panes)[number];

/** Those with a row that the detail pane is about. */
export type ListPane = 'components' | 'workloads';

export const componentTabs = ['logs', 'config', 'flags', 'environment', 'health'] as const;
export const objectTabs = ['summary', 'yaml', 'logs', 'way'] as const;
export type ComponentTab = (typeof componentTabs)[number];
export type ObjectTab = (typeof objectTabs)[number];

/** What does not change while the dashboard runs. */
export type Facts = {
	readonly cluster: string;
	readonly engine: string;
	readonly kubernetesVersion: string | undefined;
	readonly context: string;
	/** Nothing that changes the cluster can be done. */
	readonly readOnly: boolean;
	/** Only characters that every terminal and font has. */
	readonly ascii: boolean;
	/** Somebody listens: lines are said, no screen is drawn. */
	readonly screenReader: boolean;
};

/** How far what is shown can be trusted. */
export type Sight =
	| {readonly state: 'waiting'}
	| {readonly state: 'fresh'}
	/** What is known is of `since`. */
	| {readonly state: 'lost'; readonly since: number; readonly message: string};

export type ComponentRecord = {
	/** `etcd`, `kubelet@node-1` */
	readonly id: string;
	readonly container: string;
	/** `missing`: the cluster should have it, and the engine has no such container. */
	readonly state: ContainerState | 'missing';
	readonly held: boolean;
	/** It runs to its end and is done then. */
	readonly job: boolean;
	readonly exitCode: number;
	readonly startedAt: number;
	readonly finishedAt: number;
	/** As `status` counts them: by the engine and by the supervisor, since its container was made. */
	readonly restarts: number;
	/** What it is there for, as compose/ says: `chooses a node for each new pod`. */
	readonly summary: string;
	/** The same for a learner, and what breaks while it is away; undefined of what compose/ does not know. */
	readonly about: {readonly does: string; readonly without: string} | undefined;
	readonly image: string;
	/** As the cluster wants it; undefined of what it does not know. */
	readonly design: Component | undefined;
};

export type UsageRecord = {readonly cpuPercent: number; readonly memoryBytes: number};

export type EngineEvent = {readonly at: number; readonly action: string; readonly component: string};

export type LogState = {
	/** Which log it is: a container and its start. */
	readonly key: string | undefined;
	readonly lines: readonly string[];
	/** How many older lines were let go since the log was opened. */
	readonly dropped: number;
	readonly ended: boolean;
};

/** What was asked for one subject: under way while there is neither. */
export type Asked<T> = {readonly key: string; readonly value?: T; readonly failure?: string; readonly at?: number};

/** The way of a pod: while there is none, what that waits for, or why nobody tells. */
export type WayState = {readonly key: string; readonly way?: Way; readonly waiting?: string; readonly failure?: string; /** Why a source says nothing, by its name. */ readonly silent?: Readonly<Record<string, string>>};

/** By its own endpoint, as `status` asks; `none`: it has nothing to ask. */
export type HealthAnswer = ComponentHealth | {readonly kind: 'none'};

export type Dialog =
	| {readonly kind: 'confirm'; readonly deed: Deed; readonly choice: 'cancel' | 'go'}
	/** `index`: which of the items that `filter` leaves. */
	| {readonly kind: 'menu'; readonly menu: Menu; readonly filter: string; readonly index: number}
	/** `cursor`: characters of the text before it. */
	| {readonly kind: 'prompt'; readonly prompt: Prompt; readonly text: string; readonly cursor: number}
	| {readonly kind: 'help'; readonly scroll: number}
	| {readonly kind: 'filter'; readonly pane: Pane; readonly before: string};

export type Notice = {readonly text: string; /** What does the same. */ readonly command?: string; readonly tone: 'good' | 'warn' | 'bad'; readonly until: number};

export type DashboardState = {
	readonly facts: Facts;
	readonly size: Size;
	readonly now: number;
	readonly engine: Sight;
	readonly api: Sight;
	readonly components: readonly ComponentRecord[];
	/** By container. */
	readonly usage: Readonly<Record<string, UsageRecord>>;
	/** What components said of themselves, by their ids, and when. */
	readonly said: Readonly<Record<string, {readonly says: Says; readonly at: number}>>;
	/** What is being done right now, by what it is done to: `etcd` → `stopping`. */
	readonly acting: Readonly<Record<string, string>>;
	/** What is broken on purpose, the oldest first. */
	readonly faults: readonly Fault[];
	/** Undefined until the apiserver told, and of what is not watched. */
	readonly objects: Readonly<Record<ObjectKind, readonly ApiObject[] | undefined>>;
	readonly kubernetesEvents: readonly ApiObject[];
	/** The ports of this machine that lead to pods, the newest last. */
	readonly forwards: readonly ForwardRecord[];
	/** The newest last. */
	readonly engineEvents: readonly EngineEvent[];
	readonly focus: Pane;
	/** The list whose row the detail pane is about, and which of the panes that share a place is on top. */
	readonly list: ListPane;
	readonly lower: 'detail' | 'events';
	/** The chosen row of each list, by its key; undefined: the first. */
	readonly chosen: {readonly components: string | undefined; readonly workloads: string | undefined};
	readonly filters: Readonly<Record<Pane, string>>;
	readonly kind: ObjectKind;
	/** Undefined: all of them. */
	readonly namespace: string | undefined;
	readonly componentTab: ComponentTab;
	readonly objectTab: ObjectTab;
	/** Lines from the end for logs and events, from the beginning for everything else. */
	readonly scroll: {readonly detail: number; readonly events: number};
	/** Long lines go on below, instead of being cut. */
	readonly wrapped: boolean;
	readonly log: LogState;
	readonly logView: LogView;
	/** Who answers for the service that is described. */
	readonly endpoints: Asked<readonly ApiObject[]> | undefined;
	readonly config: Asked<ComponentConfig> | undefined;
	readonly health: Asked<HealthAnswer> | undefined;
	readonly flags: FlagsState;
	readonly way: WayState | undefined;
	/** The next pod is to be followed, since `from`, as long as no other row than this is chosen. */
	readonly nextPod: {readonly from: number; readonly row: string | undefined} | undefined;
	readonly dialog: Dialog | undefined;
	readonly notice: Notice | undefined;
};

export function initialState(facts: Facts, size: Size, now: number): DashboardState {
	return {
		facts, size, now, engine: {state: 'waiting'}, api: {state: 'waiting'},
		components: [], usage: {}, said: {}, acting: {}, faults: [],
		objects: Object.fromEntries(objectKinds.map(kind => [kind, undefined])) as DashboardState['objects'], kubernetesEvents: [], engineEvents: [], forwards: [],
		focus: 'components', list: 'components', lower: 'detail', chosen: {components: undefined, workloads: undefined},
		filters: {components: '', workloads: '', detail: '', events: ''}, kind: 'pods', namespace: undefined,
		componentTab: 'logs', objectTab: 'summary', scroll: {detail: 0, events: 0}, wrapped: true,
		log: {key: undefined, lines: [], dropped: 0, ended: false}, logView: firstLogView, endpoints: undefined, config: undefined, health: undefined, flags: noFlags, way: undefined, nextPod: undefined, dialog: undefined, notice: undefined,
	};
}
