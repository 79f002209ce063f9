import test from 'ava';
import {judgeHealth, versionIn} from '../../src/status/judge-health.ts';

const says = test.macro<[exitCode: number, output: string, message: string, failing?: readonly string[]]>({
	exec(t, exitCode, output, message, failing = []) {
		t.deepEqual(judgeHealth({exitCode, output}), {kind: 'unhealthy', message, failing});
	},
	title: (_, exitCode, output, message) => `"${output.split('\n').at(-1)}" (${exitCode}) is told as: ${message}`,
});

test('what exits 0 is healthy, whatever it prints', t => {
	t.deepEqual(judgeHealth({exitCode: 0, output: '[-]x failed'}), {kind: 'healthy'});
});

test(says, 22, '[-]etcd failed: reason withheld\n[-]poststarthook/rbac/bootstrap-roles failed: reason withheld\nreadyz check failed\ncurl: (22) The requested URL returned error: 500', 'failing: etcd, poststarthook/rbac/bootstrap-roles', ['etcd', 'poststarthook/rbac/bootstrap-roles']);
test(says, 7, 'curl: (7) Failed to connect to kube-scheduler port 10259 after 1 ms: Couldn\'t connect to server', 'nothing listens at its port');
test(says, 28, 'curl: (28) Operation timed out after 1001 milliseconds with 0 bytes received', 'no answer within 1 s');
test(says, 6, 'curl: (6) Could not resolve host: etcd', 'its name is not known');
test(says, 22, '{"health":"false","reason":"RAFT NO LEADER"}\ncurl: (22) The requested URL returned error: 503', 'RAFT NO LEADER');
test(says, 22, 'not ready\ncurl: (22) The requested URL returned error: 503', 'not ready');
test(says, 22, 'curl: (22) The requested URL returned error: 503', 'The requested URL returned error: 503');
test(says, 1, 'bash: connect: Connection refused\nbash: line 1: /dev/tcp/127.0.0.1/10248: Connection refused', 'nothing listens at its port');
test(says, 124, '', 'no answer within 1 s');
test(says, 1, 'nothing answers at the gateway', 'nothing answers at the gateway');
test(says, 60, 'curl: (60) SSL certificate problem: certificate has expired\nMore details here: https://curl.se/docs/sslcerts.html', 'SSL certificate problem: certificate has expired');
test(says, 3, '', 'exit code 3');

test('etcd says its version beside its health', t => {
	t.is(versionIn({exitCode: 0, output: '{"health":"true"}{"etcdserver":"3.4.23","etcdcluster":"3.4.0"}'}), '3.4.23');
	t.is(versionIn({exitCode: 0, output: 'ok'}), undefined);
});
