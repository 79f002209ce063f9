import test from 'ava';
import {parseSample} from '../../src/component-metrics/parse.ts';
import {commandFor, questionsFor, readAnswers} from '../../src/component-metrics/questions.ts';
import {holdersOf, saysOf} from '../../src/component-metrics/says.ts';
import {makeTopology} from '../helpers/topology.ts';

const answer = (id: string, ...lines: readonly string[]): {id: string; code: number; lines: readonly string[]} => ({id, code: 200, lines});

test('a sample has a name, labels with their quotes undone, and a value', t => {
	t.deepEqual(parseSample('apiserver_request_total{code="200",verb="GET"} 2.1e+01'), {name: 'apiserver_request_total', labels: {code: '200', verb: 'GET'}, value: 21});
	t.deepEqual(parseSample(String.raw`a{text="says \"}\" and \\n\n"} 1 1700000000`), {name: 'a', labels: {text: 'says "}" and \\n\n'}, value: 1});
	t.deepEqual(parseSample('b +Inf'), {name: 'b', labels: {}, value: Number.POSITIVE_INFINITY});
	for (const line of ['# HELP a b', '', 'a{b="c"', 'a{b="c"} x']) {
		t.is(parseSample(line), undefined);
	}
});

test('the components that a cluster has are asked, by one command', async t => {
	const questions = questionsFor(await makeTopology());
	t.deepEqual(questions.map(({id}) => id), ['etcd', 'kube-scheduler', 'kube-controller-manager', 'kubelet@node-1', 'kube-apiserver', 'leases']);
	t.deepEqual(questions.filter(({seldom}) => seldom).map(({id}) => id), ['kube-apiserver', 'leases']);
	const command = commandFor(questions, 'END');
	t.is(command.trimEnd().split('\n').length, 1);
	t.regex(command, /--cacert \/etc\/kubernetes\/pki\/etcd-ca\.crt [^]* https:\/\/etcd:2379\/metrics --next /);
	t.regex(command, /echo 'END'\n$/);
});

test('what is printed is one answer each, also of who does not answer', t => {
	t.deepEqual(readAnswers(['a 1', 'b 2', '= etcd 200', '= kube-scheduler 000']), [
		{id: 'etcd', code: 200, lines: ['a 1', 'b 2']}, {id: 'kube-scheduler', code: 0, lines: []},
	]);
});

test('the apiserver\'s rate is between two reads and without watches; a count that fell is another run', t => {
	const lines = ['apiserver_request_total{verb="GET"} 100', 'apiserver_request_total{verb="LIST"} 20', 'apiserver_request_total{verb="WATCH"} 5000', 'apiserver_longrunning_requests{verb="WATCH"} 90', 'apiserver_longrunning_requests{verb="CONNECT"} 1', 'apiserver_current_inflight_requests{request_kind="readOnly"} 2'];
	const first = saysOf(answer('kube-apiserver', ...lines), undefined, {}, 10_000)!;
	t.deepEqual(first, {counted: {at: 10_000, requests: 120}, says: {kind: 'apiserver', requestsPerSecond: undefined, watches: 90, inFlight: 2}});
	t.like(saysOf(answer('kube-apiserver', ...lines), {at: 5000, requests: 70}, {}, 10_000)!.says, {requestsPerSecond: 10});
	t.like(saysOf(answer('kube-apiserver', ...lines), {at: 5000, requests: 700}, {}, 10_000)!.says, {requestsPerSecond: undefined});
	// 1.22 and older call it a gauge.
	t.like(saysOf(answer('kube-apiserver', 'apiserver_request_total 1', 'apiserver_longrunning_gauge{verb="WATCH"} 7'), undefined, {}, 1)!.says, {watches: 7});
});

test('etcd, kubelet and scheduler say what they have', t => {
	t.deepEqual(saysOf(answer('etcd', 'etcd_mvcc_db_total_size_in_bytes 4096', 'etcd_mvcc_db_total_size_in_use_in_bytes 2048', 'etcd_debugging_mvcc_keys_total 12'), undefined, {}, 1)!.says, {kind: 'etcd', sizeBytes: 4096, inUseBytes: 2048, keys: 12});
	t.deepEqual(saysOf(answer('kubelet@node-1', 'kubelet_running_pods 9', 'kubelet_running_containers{container_state="running"} 11', 'kubelet_running_containers{container_state="exited"} 3'), undefined, {}, 1)!.says, {kind: 'kubelet', pods: 9, containers: 11});
	t.like(saysOf(answer('kubelet@node-1', 'kubelet_running_pod_count 4'), undefined, {}, 1)!.says, {pods: 4});
	t.deepEqual(saysOf(answer('kube-scheduler', 'scheduler_pending_pods{queue="active"} 1', 'scheduler_pending_pods{queue="gated"} 0'), undefined, {}, 1)!.says, {kind: 'scheduler', leadership: {kind: 'alone'}, pending: {active: 1, gated: 0}});
});

test('who leads is who has the metric of an election; the lease names the holder', t => {
	const leases = holdersOf(answer('leases', JSON.stringify({kind: 'LeaseList', items: [{metadata: {name: 'kube-controller-manager'}, spec: {holderIdentity: 'kcm_1'}}, {metadata: {name: 'kube-scheduler'}}]})));
	t.deepEqual(leases, {'kube-controller-manager': 'kcm_1', 'kube-scheduler': ''});
	const queues = ['workqueue_depth{name="job"} 1', 'workqueue_depth{name="deployment"} 3', 'workqueue_depth{name="node"} 0'];
	t.deepEqual(saysOf(answer('kube-controller-manager', 'leader_election_master_status{name="kube-controller-manager"} 1', ...queues), undefined, leases, 1)!.says, {
		kind: 'controller-manager', leadership: {kind: 'leader', holder: 'kcm_1'}, queued: 4, busiest: [{name: 'deployment', depth: 3}, {name: 'job', depth: 1}],
	});
	t.like(saysOf(answer('kube-scheduler', 'leader_election_master_status{name="kube-scheduler"} 0', 'scheduler_pending_pods{queue="active"} 0'), undefined, leases, 1)!.says, {leadership: {kind: 'standby', holder: undefined}});
	t.deepEqual(holdersOf({id: 'leases', code: 403, lines: []}), {});
	t.deepEqual(holdersOf(answer('leases', 'no JSON')), {});
});

test('who does not answer, or with something else, says nothing', t => {
	t.is(saysOf({id: 'etcd', code: 0, lines: []}, undefined, {}, 1), undefined);
	t.is(saysOf(answer('etcd'), undefined, {}, 1), undefined);
	t.is(saysOf(answer('dns', 'a 1'), undefined, {}, 1), undefined);
});
