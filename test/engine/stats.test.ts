import test from 'ava';
import {unixEngine} from '../../src/engine/unix-engine.ts';
import {memoryOf, type RawStats, sampleUsage, type UsageSample, usageBetween} from '../../src/engine/stats.ts';
import {labels} from '../../src/labels.ts';
import {listen, makeDirectory} from './fake-engine.ts';

const raw = (memory: RawStats['memory_stats']): RawStats => ({read: '2026-01-01T00:00:00Z', cpu_stats: {cpu_usage: {total_usage: 0}}, memory_stats: memory});
const sample = (container: string, at: number, memoryBytes: number, cpuNanoseconds: number): UsageSample => ({container, component: 'etcd', at, memoryBytes, cpuNanoseconds});

test('memory is without inactive files, whose name differs between cgroup versions', t => {
	t.is(memoryOf(raw({usage: 100, stats: {total_inactive_file: 30, inactive_file: 10}})), 70, 'version 1 counts the children, too');
	t.is(memoryOf(raw({usage: 100, stats: {inactive_file: 10}})), 90, 'version 2');
});

test('more inactive files than memory, as a race in the kernel\'s counters shows them, are left in', t => {
	t.is(memoryOf(raw({usage: 100, stats: {inactive_file: 100}})), 100);
});

test('a container that has just ended uses nothing', t => {
	t.is(memoryOf(raw({})), 0);
});

test('processor time becomes per cent of one core, over the time that the engine says has passed', t => {
	const [etcd] = usageBetween([sample('etcd', 1000, 5, 1e9)], [sample('etcd', 31_000, 7, 1.6e9)]);
	t.is(etcd?.memoryBytes, 7);
	t.is(etcd?.cpuPercent, 2);
});

test('only what is in both samples is compared, and never over no time', t => {
	t.deepEqual(usageBetween([sample('etcd', 1000, 5, 0), sample('gone', 1000, 5, 0)], [sample('new', 2000, 5, 0), sample('etcd', 1000, 5, 0)]), []);
});

test('every running container of the cluster is asked once, and one that ends meanwhile is left out', async t => {
	const asked: string[] = [];
	const socket = `${await makeDirectory(t)}/docker.sock`;
	await listen(t, socket, (request, response) => {
		asked.push(decodeURIComponent(request.url!));
		if (request.url!.includes('/containers/json')) {
			response.end(JSON.stringify([
				{Id: 'a', Names: ['/sk-x-etcd'], Labels: {[labels.component]: 'etcd'}}, {Id: 'b', Names: ['/sk-x-gone'], Labels: {[labels.component]: 'pod'}},
			]));
		} else if (request.url!.includes('/containers/a/')) {
			response.end(JSON.stringify({read: '1970-01-01T00:00:01.5Z', cpu_stats: {cpu_usage: {total_usage: 42}}, memory_stats: {usage: 10, stats: {inactive_file: 1}}}));
		} else {
			response.writeHead(404).end(JSON.stringify({message: 'No such container: b'}));
		}
	});
	t.deepEqual(await sampleUsage(unixEngine(socket, 'a test'), 'x'), [{container: 'sk-x-etcd', component: 'etcd', at: 1500, memoryBytes: 9, cpuNanoseconds: 42}]);
	t.true(asked[0]!.includes(`${labels.cluster}=x`));
	t.regex(asked.find(url => url.includes('/a/stats'))!, /stream=(?:false|0).*one-shot=(?:true|1)/);
});
