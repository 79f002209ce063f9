import test from 'ava';
import {redactArgument, redactText, redactVariable} from '../../src/component-config/redact.ts';

const key = '-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49\n-----END PRIVATE KEY-----';
const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzeXN0ZW0ifQ.c2lnbmF0dXJl';

const hidden = test.macro({
	exec(t, text: string, secret: string, expected: string) {
		t.true(text.includes(secret));
		t.is(redactText(text), expected);
		t.false(redactText(text).includes(secret));
	},
	title: title => `hides ${title}`,
});

test('a private key in PEM', hidden, `before\n${key}\nafter`, 'MIGHAgEAMBMGByqGSM49', 'before\n(private key, not shown)\nafter');
test('a private key whose end is missing', hidden, key.slice(0, 50), 'MIGHAgEAMBMGByqGSM49', '(private key, not shown)');
test('a private key in base64', hidden, `data: ${Buffer.from(key).toString('base64')}`, 'LS0tLS1CRUdJTi', 'data: (private key, not shown)');
test('a JSON web token', hidden, `Authorization: Bearer ${token}`, token, 'Authorization: Bearer (not shown)');
test('a password in a URL', hidden, 'server: http://me:open-sesame@proxy:3128/', 'open-sesame', 'server: http://(not shown)@proxy:3128/');
test('a token by its name', hidden, 'users:\n  - token: abc def\n    name: me', 'abc', 'users:\n  - token: (not shown)\n    name: me');
test('an encryption key by its name', hidden, 'keys:\n- name: a\n  secret: "c2VjcmV0"\n', 'c2VjcmV0', 'keys:\n- name: a\n  secret: (not shown)\n');
test('a value of several lines by its name', hidden, 'password: |\n  open\n  sesame\nuser: me', 'sesame', 'password: (not shown)\nuser: me');
test('a value inside of JSON', hidden, '{"user":"me","bind-password":"a \\"cheese\\" c","x":1}', 'cheese', '{"user":"me","bind-password":(not shown),"x":1}');
test('a value inside of YAML in braces', hidden, 'user: {name: me, token: abc}', 'abc', 'user: {name: me, token: (not shown)}');
test('a setting of an ini file', hidden, '[x]\ndb.password = abc', 'abc', '[x]\ndb.password = (not shown)');

test('leaves all else as it is', t => {
	const text = [
		'tlsPrivateKeyFile: /etc/kubernetes/pki/server.key', 'server: https://kube-apiserver:6443', 'tokenAttributes: {username: x}',
		`ca: ${Buffer.from('-----BEGIN CERTIFICATE-----\nMIIB\n').toString('base64')}`, 'secrets: []', 'cmd: a@b',
	].join('\n');
	t.is(redactText(text), text);
});

test('flags and variables are hidden by their names, the paths of files are not', t => {
	t.is(redactArgument('--token=abc'), '--token=(not shown)');
	t.is(redactArgument('--tls-private-key-file=/etc/kubernetes/pki/server.key'), '--tls-private-key-file=/etc/kubernetes/pki/server.key');
	t.is(redactArgument('--etcd-servers=https://root:abc@etcd:2379'), '--etcd-servers=https://(not shown)@etcd:2379');
	t.is(redactVariable('AWS_SECRET_ACCESS_KEY', 'abc'), '(not shown)');
	t.is(redactVariable('HTTP_PROXY', 'http://me:abc@proxy:3128'), 'http://(not shown)@proxy:3128');
	t.is(redactVariable('PATH', '/bin'), '/bin');
});
