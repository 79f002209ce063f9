/**
 * What the components are asked of themselves, and how: by their own `/metrics`, from the container that status asks from, so
 * that the apiserver is needed for its own answer alone. What is not wanted is left out there: the apiserver's are 2 MB. Pure.
 */
import type {Topology} from '../plan/topology.ts';

/** Who can say something of themselves that is worth a line. */
export const speakers = ['kube-apiserver', 'etcd', 'kube-scheduler', 'kube-controller-manager', 'kubelet'] as const;
export type Speaker = (typeof speakers)[number];

export type Question = {
	/** `kubelet@node-1`; `leases`: who leads, by the apiserver. */
	readonly id: string;
	readonly url: string;
	/** Whose certificates: etcd trusts an authority of its own. */
	readonly pki: 'kubernetes' | 'etcd';
	/** Costs the apiserver 50 ms of a core, so it is asked less often. */
	readonly seldom: boolean;
};

export const leasesId = 'leases';

/** Names of Kubernetes' and etcd's own lists of metrics; `kubelet_running_pod_count` is what 1.18 and older have. */
const families = [
	'apiserver_request_total', 'apiserver_current_inflight_requests', 'apiserver_longrunning_requests', 'apiserver_longrunning_gauge',
	'etcd_mvcc_db_total_size_in_bytes', 'etcd_mvcc_db_total_size_in_use_in_bytes', 'etcd_debugging_mvcc_keys_total',
	'scheduler_pending_pods', 'leader_election_master_status', 'workqueue_depth',
	'kubelet_running_pods', 'kubelet_running_pod_count', 'kubelet_running_containers', 'kubelet_running_container_count',
];

/** Of those that the cluster has. */
export function questionsFor({components, nodes}: Pick<Topology, 'components' | 'nodes'>): Question[] {
	const known = new Set(components.map(({id}) => id));
	const kubernetes = (id: string, url: string, seldom = false): Question => ({id, url, pki: 'kubernetes', seldom});
	return [
		{id: 'etcd', url: 'https://etcd:2379/metrics', pki: 'etcd' as const, seldom: false},
		kubernetes('kube-scheduler', 'https://kube-scheduler:10259/metrics'),
		kubernetes('kube-controller-manager', 'https://kube-controller-manager:10257/metrics'),
		// Its certificate is for the node's name.
		...nodes.map(({name}) => kubernetes(`kubelet@${name}`, `https://${name}:10250/metrics`)),
		kubernetes('kube-apiserver', 'https://kube-apiserver:6443/metrics', true),
		...known.has('kube-apiserver') ? [kubernetes(leasesId, 'https://kube-apiserver:6443/apis/coordination.k8s.io/v1/namespaces/kube-system/leases', true)] : [],
	].filter(({id}) => id === leasesId || known.has(id));
}

/** How long one answer may take, in seconds: the apiserver's is 2 MB, which on a busy machine takes its time. */
const patience = {often: 2, seldom: 5};

/**
 * One line for a shell: all questions by one curl, one after the other, and `= id code` behind each answer.
 *
 * @param mark printed on a line of its own when all of it is there
 */
export function commandFor(questions: readonly Question[], mark: string): string {
	const asked = questions.map(({id, url, pki, seldom}) => ['--silent', '--max-time', String(seldom ? patience.seldom : patience.often), ...certificatesFor(pki), '--write-out', String.raw`'\n= ${id} %{http_code}\n'`, url].join(' '));
	// A lease's holder is the one thing that is not of a metric; the apiserver prints JSON without blanks, on one line.
	return `curl ${asked.join(' --next ')} 2> /dev/null | grep -E '^(= |(${families.join('|')})[{ ]|[{]"kind":"LeaseList")'; echo '${mark}'\n`;
}

export type Answer = {readonly id: string; /** 0: none came. */ readonly code: number; readonly lines: readonly string[]};

/** @param lines as commandFor's command prints them */
export function readAnswers(lines: readonly string[]): Answer[] {
	const answers: Answer[] = [];
	let before: string[] = [];
	for (const line of lines) {
		const [, id, code] = /^= (\S+) (\d+)$/.exec(line) ?? [];
		if (id === undefined) {
			before.push(line);
		} else {
			answers.push({id, code: Number(code), lines: before});
			before = [];
		}
	}

	return answers;
}

function certificatesFor(pki: Question['pki']): string[] {
	const directory = '/etc/kubernetes/pki';
	const [authority, own] = pki === 'etcd' ? ['etcd-ca', 'etcd-healthcheck-client'] : ['ca', 'client'];
	return ['--cacert', `${directory}/${authority}.crt`, '--cert', `${directory}/${own}.crt`, '--key', `${directory}/${own}.key`];
}
