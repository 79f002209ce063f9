/** What the dashboard is told while it runs: by its sources, its clock and its terminal. */
import type {ApiObject} from '../api/api.ts';
import type {ComponentConfig} from '../component-config/read.ts';
import type {Says} from '../component-metrics/says.ts';
import type {Fault} from '../faults/fault.ts';
import type {ForwardRecord} from './deeds/forward.ts';
import type {FlagsTold} from './flags.ts';
import type {ObjectKind} from './kinds.ts';
import type {Size} from './layout.ts';
import type {ComponentRecord, EngineEvent, HealthAnswer, Notice, UsageRecord, WayState} from './state.ts';

export type Message =
	| {readonly type: 'ticked'; readonly now: number}
	| {readonly type: 'resized'; readonly size: Size}
	| {readonly type: 'components-seen'; readonly components: readonly ComponentRecord[]}
	| {readonly type: 'engine-lost'; readonly at: number; readonly message: string}
	| {readonly type: 'engine-event'; readonly event: EngineEvent}
	/** By container. */
	| {readonly type: 'usage-sampled'; readonly usage: Readonly<Record<string, UsageRecord>>}
	/** By component; of those that answered now. */
	| {readonly type: 'components-said'; readonly said: Readonly<Record<string, Says>>; readonly at: number}
	| {readonly type: 'faults-seen'; readonly faults: readonly Fault[]}
	| {readonly type: 'api-answered'}
	| {readonly type: 'api-lost'; readonly at: number; readonly message: string}
	| {readonly type: 'objects-changed'; readonly kind: ObjectKind; readonly objects: readonly ApiObject[]}
	| {readonly type: 'kubernetes-events-changed'; readonly events: readonly ApiObject[]}
	| {readonly type: 'log-opened'; readonly key: string}
	| {readonly type: 'endpoints-changed'; readonly key: string; readonly endpoints: readonly ApiObject[]}
	/** `missed`: lines that came so fast that they were never taken in. */
	| {readonly type: 'log-read'; readonly key: string; readonly lines: readonly string[]; readonly missed: number}
	| {readonly type: 'log-ended'; readonly key: string}
	| {readonly type: 'config-read'; readonly key: string; readonly config: ComponentConfig}
	| {readonly type: 'config-failed'; readonly key: string; readonly failure: string}
	| {readonly type: 'health-asked'; readonly key: string; readonly answer: HealthAnswer; readonly at: number}
	| {readonly type: 'way-seen'} & WayState
	| {readonly type: 'forward-opened'; readonly forward: ForwardRecord}
	| {readonly type: 'forward-closed'; readonly id: number}
	/** A connection to the port could not be made; the port stays open. */
	| {readonly type: 'forward-failed'; readonly id: number; readonly failure: string}
	| {readonly type: 'flags-told'; readonly told: FlagsTold}
	/** To be read below the panes for a while. */
	| {readonly type: 'told'; readonly text: string; readonly tone: Notice['tone']; readonly at: number}
	/** Of a deed, by what it is done to. It may be told more than once, in other words: `replacing`, `waiting until it is ready`. */
	| {readonly type: 'deed-under-way'; readonly subject: string; readonly doing: string}
	| {readonly type: 'deed-done'; readonly subject: string; readonly said: string; readonly command: string; readonly at: number}
	| {readonly type: 'deed-failed'; readonly subject: string; readonly said: string; readonly at: number};

export type Push = (message: Message) => void;
