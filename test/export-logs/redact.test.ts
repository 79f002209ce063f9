import test from 'ava';
import {redactObjects} from '../../src/export-logs/redact-object.ts';
import {redactLog, redactRecord} from '../../src/export-logs/redact-record.ts';

const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl';

test('of a Secret its keys are shown, and nothing of what they hold, in none of its copies', t => {
	const text = redactObjects('v1', 'Secret', [{
		metadata: {name: 'db', annotations: {'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"password":"aHVudGVyMg=="}}', kept: 'yes'}, managedFields: [{manager: 'kubectl'}]},
		data: {password: 'aHVudGVyMg==', 'tls.key': 'c2VjcmV0'}, stringData: {plain: 'hunter2'},
	}]);
	t.notRegex(text, /aHVudGVyMg|c2VjcmV0|hunter2|managedFields|last-applied/);
	t.regex(text, /tls\.key: \(not shown\)/);
	t.regex(text, /plain: \(not shown\)/);
	t.regex(text, /kept: "?yes/);
});

test('objects of other kinds are whole but for tokens and keys in them', t => {
	const text = redactObjects('v1', 'ConfigMap', [{metadata: {name: 'a'}, data: {file: `token: ${token}\nport: 80`, pem: '-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----'}}]);
	t.notRegex(text, /eyJ|abc/);
	t.regex(text, /port: 80/);
	t.regex(text, /kind: ConfigMap/);
});

test('variables and arguments of a container lose their passwords, and nothing else', t => {
	const text = redactRecord({Config: {Env: ['DB_PASSWORD=hunter2', 'HTTP_PROXY=http://me:hunter2@proxy:3128', 'GOGC=50'], Cmd: ['--token=abc', '--port=0']}, State: {ExitCode: 137}});
	t.deepEqual(JSON.parse(text), {
		Config: {Env: ['DB_PASSWORD=(not shown)', 'HTTP_PROXY=http://(not shown)@proxy:3128', 'GOGC=50'], Cmd: ['--token=(not shown)', '--port=0']}, State: {ExitCode: 137},
	});
});

test('a log loses tokens, wherever they stand in a line', t => {
	t.is(redactLog([`2026-11-22T00:00:00Z I1122 Bearer ${token} came`, 'FLAG: --bootstrap-token="abc" --v=2', 'plain']),
		'2026-11-22T00:00:00Z I1122 Bearer (not shown) came\nFLAG: --bootstrap-token=(not shown) --v=2\nplain\n');
	t.is(redactLog([]), '');
});
