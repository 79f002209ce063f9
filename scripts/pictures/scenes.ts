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
const choose = (name: string): Step[] => [{keys: `/${name}\rj\u001B`}, {sees: new RegExp(`^(?![^]*/${name} )[^]*▸ (default +)?${name}`)}];

const large = {columns: 120, rows: 40} as const;

export const scenes: readonly Scene[] = [
	{
		...large, file: 'dashboard.svg', title: 'The dashboard of a cluster that is well: its components, its pods, what the apiserver says of its health, and events',
		steps: [well, pods, ...choose('kube-apiserver'), {keys: 'c'}, {sees: /▸ kube-apiserver[^]*Health +well[^]*a second/}],
	},
	{
		...large, file: 'broken.svg', title: 'A broken cluster: the scheduler is stopped, and a new pod is Pending without a node',
		steps: [
			well, ...choose('kube-scheduler'), {sees: /▸ kube-scheduler/}, {keys: 's'}, {sees: /stop kube-scheduler\?/}, {keys: '\t\r'}, {sees: /kube-scheduler +○ stopped/},
			{kubectl: ['run', 'waiting', '--image', 'single-kube/nginx:latest', '--image-pull-policy', 'Never']}, {sees: /waiting +0\/1 +Pending/}, {keys: '2'}, {sees: /━━ 2 W/}, ...choose('waiting'), {sees: /▸ default +waiting[^]*Node +none/},
		],
	},
];
