/** What the pictures show, and how one gets there. */

export type Step =
	| {readonly keys: string}
	/** Until the screen has this. */
	| {readonly sees: RegExp}
	/** By kubectl, in the cluster. */
	| {readonly kubectl: readonly string[]};

export type Scene = {readonly file: string; /** For who cannot see it. */ readonly title: string; readonly columns: number; readonly rows: number; readonly steps: readonly Step[]};

const well: Step = {sees: /(\d+)\/\1 well · API answers/};
const pods: Step = {sees: /web-\S+ +1\/1 +Running[^]*web-\S+ +1\/1 +Running/};
/** Found by a filter, chosen by a move, and all rows are back. */
const choose = (name: string): Step[] => [{keys: `/${name}\rj`}, {sees: new RegExp(`/${name} `)}, {keys: '\u001B'}, {sees: new RegExp(`^(?![^]*/${name} )[^]*▸ (default +)?${name}`)}];

const large = {columns: 120, rows: 40} as const;

/** What the smoke test has, too. */
export const nginx = 'single-kube/nginx:latest';

export const scenes: readonly Scene[] = [
	{
		...large, file: 'dashboard.svg', title: 'The dashboard of a cluster that is well: its components, its pods, what the apiserver says of its health, and events',
		steps: [well, pods, ...choose('kube-apiserver'), {keys: 'c'}, {sees: /▸ kube-apiserver/}, {sees: /Health +well[^]*a second/}],
	},
	{
		...large, file: 'way.svg', title: 'The way of a pod: admitted by the apiserver, stored in etcd, given a node, taken by the kubelet, made by the engine, ready, each step with its time',
		steps: [well, pods, {keys: '2'}, {sees: /━━ 2 W/}, {keys: 'N'}, {kubectl: ['run', 'watched', '--image', nginx, '--image-pull-policy', 'Never']}, {sees: /watched +1\/1 +Running/}, {sees: /\[way\][^]*[Rr]eady/}],
	},
	{
		...large, file: 'broken.svg', title: 'The fault lab: the scheduler was killed, what to expect of that stays in view, and the way of a new pod ends at the scheduler',
		steps: [
			well, ...choose('kube-scheduler'), {sees: /▸ kube-scheduler/}, {keys: 'F'}, {sees: /Break kube-scheduler/}, {keys: 'kill\r'}, {sees: /The same by command/}, {keys: '\r'}, {sees: /! kube-scheduler killed/},
			{kubectl: ['run', 'waiting', '--image', nginx, '--image-pull-policy', 'Never']}, {sees: /waiting +0\/1 +Pending/}, {keys: '2'}, {sees: /━━ 2 W/}, ...choose('waiting'), {keys: 'f'}, {sees: /\[way\][^]*[Ww]aits/},
		],
	},
];
