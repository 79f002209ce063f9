/** What the pictures show, and how one gets there. */

export type Step =
	| {readonly keys: string}
	/** Until the screen has this. */
	| {readonly sees: RegExp}
	/** By kubectl, in the cluster. */
	| {readonly kubectl: readonly string[]};

export type Scene = {readonly file: string; /** For who cannot see it. */ readonly title: string; readonly columns: number; readonly rows: number; readonly steps: readonly Step[]};

const well: Step = {sees: /(\d+)\/\1 well · API answers/};
const pods: Step = {sees: /web-\S+ +1\/1 +Running/};

const large = {columns: 120, rows: 40} as const;

export const scenes: readonly Scene[] = [
	{
		...large, file: 'dashboard.svg', title: 'The dashboard of a cluster that is well: its components, its pods, what the apiserver says of its health, and events',
		steps: [well, pods, {keys: '/kube-apiserver\r'}, {keys: 'c'}, {sees: /Health +well[^]*Requests/}, {keys: '\u001B'}, {sees: /kubelet@node-1/}],
	},
	{
		...large, file: 'broken.svg', title: 'A broken cluster: the scheduler is stopped, and a new pod is Pending without a node',
		steps: [
			well, {keys: '/kube-scheduler\r'}, {sees: /▸ kube-scheduler/}, {keys: 's'}, {sees: /stop kube-scheduler\?/}, {keys: '\t\r'}, {sees: /kube-scheduler +○ stopped/}, {keys: '\u001B'},
			{kubectl: ['scale', 'deployment/web', '--namespace', 'bench', '--replicas', '3']}, {sees: /web-\S+ +0\/1 +Pending/}, {keys: '2/web\r'}, {sees: /2 Workloads/},
		],
	},
];
