import test from 'ava';
import {formatSmokeReport, requireSuccess} from '../../src/cli/smoke-report.ts';
import {ignoreEvents, type SingleKubeEvent} from '../../src/events.ts';
import {fetchHere} from '../../src/smoke-test/fetch-here.ts';
import {namespaceManifest, workloadManifests} from '../../src/smoke-test/manifests.ts';
import {awaitPage} from '../../src/smoke-test/page.ts';
import {testWith} from '../../src/smoke-test/run-smoke-test.ts';
import {fakeCluster, page} from './fake-cluster.ts';

test('a healthy cluster passes all nine checks, each an event, and gives nginx\'s page', async t => {
	const {context, created, deleted} = fakeCluster();
	const events: SingleKubeEvent[] = [];
	const report = await testWith(context, 'nginx:1', event => events.push(event));
	t.true(report.ok, JSON.stringify(report));
	t.is(report.page, page);
	t.is(typeof report.secondsToPage, 'number');
	t.deepEqual(report.checks.map(({check}) => check).sort(), [
		'kubectl exec', 'kubectl logs', 'name resolved from inside', 'node Ready', 'page by ClusterIP from inside', 'page by NodePort', 'page by pod IP',
		'pod deleted and replaced', 'pods Ready',
	]);
	t.deepEqual(events.map(event => event.type), report.checks.map(() => 'check-finished'));
	t.deepEqual(created.map(({path}) => path), [namespaceManifest('smoke'), ...workloadManifests('smoke', 'nginx:1')].map(({path}) => path));
	t.deepEqual(deleted, ['/api/v1/namespaces/smoke/pods/nginx-a', '/api/v1/namespaces/smoke']);
	t.notThrows(() => requireSuccess(report));
});

test('a check that fails says what was seen, and those that need nothing of it still run', async t => {
	const {context, deleted} = fakeCluster({noPods: true});
	const report = await testWith(context, 'nginx:1', ignoreEvents);
	t.false(report.ok);
	const results = Object.fromEntries(report.checks.map(result => [result.check, result]));
	t.like(results['pods Ready'], {ok: false, detail: 'the time passed without two nginx pods being Ready'});
	t.deepEqual(results['pods Ready']!.seen.filter(line => line.startsWith('event')), ['event Pod nginx-a: FailedMount: no such disk']);
	t.true(results['pods Ready']!.seen.some(line => line.includes('Pod nginx-a: Running; Ready=False')));
	t.true(results['node Ready']!.ok);
	t.true(results['page by NodePort']!.ok);
	t.like(results['kubectl logs'], {ok: false, detail: 'not tried: a check that it needs failed'});
	t.is(report.page, page);
	t.deepEqual(deleted, ['/api/v1/namespaces/smoke']);
	t.like(t.throws(() => requireSuccess(report)), {code: 'SMOKE_TEST_FAILED', kind: 'failure'});
});

const failing = test.macro({
	async exec(t, check: string, trouble: Parameters<typeof fakeCluster>[0], told: RegExp) {
		const {checks} = await testWith(fakeCluster(trouble).context, 'nginx:1', ignoreEvents);
		const failed = checks.filter(({ok}) => !ok);
		const own = failed.find(result => result.check === check);
		t.regex(own ? `${own.detail}\n${own.seen.join('\n')}` : 'it passed', told);
	},
	title: (name, check) => `${check} fails when ${name}`,
});
const answering = (part: string, result: {exitCode: number; stdout: string; stderr: string}) =>
	({answer: (command: readonly string[]) => command.join(' ').includes(part) ? result : undefined});
test('the exit code is not passed on', failing, 'kubectl exec', answering('hostname', {exitCode: 0, stdout: 'nginx-a\n', stderr: ''}), /with exit code 0, not "nginx-a" with 7/);
test('the kubelet forbids it', failing, 'kubectl exec', answering('hostname', {exitCode: 1, stdout: '', stderr: 'Forbidden'}), /Forbidden/);
test('the log lacks the request', failing, 'kubectl logs', answering('kubectl logs', {exitCode: 0, stdout: 'nothing\n', stderr: ''}), /did not have the request.*\nexit code 0: nothing/);
test('another page answers', failing, 'page by ClusterIP from inside', answering('10.96.7.7', {exitCode: 0, stdout: 'It works!', stderr: ''}), /without "Welcome to nginx!": It works!/);
test('nobody answers', failing, 'page by pod IP', answering('10.244.0.3', {exitCode: 124, stdout: '', stderr: ''}), /last try: exit code 124/);
test('the port is closed', failing, 'page by NodePort', {async fetchHere() {
	throw new TypeError('fetch failed', {cause: new Error('ECONNREFUSED')});
}}, /172\.30\.0\.10:30777.*\nthe last try: fetch failed: ECONNREFUSED/);
test('no pod comes in its place', failing, 'pod deleted and replaced', {noReplacement: true}, /a pod in the place of nginx-a being Ready/);

test('the name is unknown', failing, 'name resolved from inside', answering('getent', {exitCode: 2, stdout: '', stderr: ''}), /kubernetes\.default was not 10\.96\.0\.1.*\nthe last try, from nginx-a: getent exited 2: no such name/);
test('the name is somebody else\'s', failing, 'name resolved from inside', answering('getent', {exitCode: 0, stdout: '192.0.2.1 STREAM kubernetes.default\n', stderr: ''}), /getent exited 0: 192\.0\.2\.1/);

test('a cluster without the add-on dns is not asked for names', async t => {
	const {ok, checks} = await testWith(fakeCluster({withoutDns: true}).context, 'nginx:1', ignoreEvents);
	t.true(ok);
	t.is(checks.length, 8);
});

test('where this machine has no way to the node, the kubectl container asks', async t => {
	const {context, commands} = fakeCluster({fetchHere: undefined});
	const {ok, checks} = await testWith(context, 'nginx:1', ignoreEvents);
	t.true(ok);
	t.true(commands.some(command => command.startsWith('curl') && command.endsWith('http://172.30.0.10:30777/')));
	t.regex(checks.find(({check}) => check === 'page by NodePort')!.detail, /from the kubectl container/);
});

test('an abort throws its reason, and the namespace is deleted none the less', async t => {
	const controller = new AbortController();
	const {context, deleted} = fakeCluster({signal: controller.signal, limitMs: 20_000, async fetchHere() {
		controller.abort(new Error('enough'));
		throw new Error('aborted');
	}});
	await t.throwsAsync(testWith(context, 'nginx:1', ignoreEvents), {message: 'enough'});
	t.deepEqual(deleted, ['/api/v1/namespaces/smoke']);
});

test('nothing is pulled, no token is mounted, and pods go quickly', t => {
	const {object} = workloadManifests('smoke', 'nginx:1').find(({path}) => path.endsWith('/deployments'))!;
	t.like(object, {spec: {replicas: 2, template: {spec: {automountServiceAccountToken: false, terminationGracePeriodSeconds: 1, containers: {0: {image: 'nginx:1', imagePullPolicy: 'IfNotPresent'}}}}}});
});

test('a page is tried for until it comes', async t => {
	let tries = 0;
	const got = await awaitPage('x', async () => {
		if (++tries < 3) {
			throw new Error('not yet');
		}

		return page;
	}, {signal: new AbortController().signal, limitMs: 5000});
	t.is(got, page);
	t.is(tries, 3);
});

test('a try that hangs does not use up the limit', async t => {
	let tries = 0;
	const got = await awaitPage('x', async signal => tries++ > 0 ? page : new Promise((_, reject) => {
		signal.addEventListener('abort', () => reject(new Error('hung')));
	}), {signal: new AbortController().signal, limitMs: 10_000}, 50);
	t.is(got, page);
});

test('this machine reaches a cluster whose network it has an address in', t => {
	const bridge = {br: [{address: '172.30.0.1', family: 'IPv4'}, {address: 'fe80::1', family: 'IPv6'}]} as never;
	t.truthy(fetchHere('172.30.0.0/24', bridge));
	t.is(fetchHere('172.30.1.0/24', bridge), undefined);
});

test('the report is nginx\'s page, a table and a sum', t => {
	t.is(formatSmokeReport({ok: false, page: `${page}\n`, secondsToPage: 1.234, seconds: 5, checks: [
		{check: 'node Ready', ok: true, seconds: 0.1, detail: 'node-1', seen: []}, {check: 'kubectl exec', ok: false, seconds: 2, detail: 'no', seen: ['x']},
	]}), [
		page, '', 'CHECK         RESULT  SECONDS  DETAIL', 'node Ready    passed  0.10     node-1', 'kubectl exec  FAILED  2.00     no', '',
		'1 of 2 checks passed in 5.0 s; nginx answered after 1.23 s',
	].join('\n'));
});
