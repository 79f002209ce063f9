import test, {type ExecutionContext} from 'ava';
import {mayPass, registryFailure, type RegistryFailureKind} from '../../src/engine/registry-failure.ts';

const says = test.macro({
	exec(t: ExecutionContext, message: string, kind: RegistryFailureKind, statusCode: number | undefined) {
		t.deepEqual(registryFailure(Object.assign(new Error(message), {statusCode})), {kind, message});
	},
	title: (_, message, kind) => `${kind}: ${message}`,
});

// Docker 20.10's words. Those of "pull access denied" and "attempts=6" were not seen here.
test(says, 'manifest unknown: manifest unknown', 'not-found', 404);
test(says, 'Head "https://localhost:5392/v2/k8s/pause/manifests/3.2": no basic auth credentials', 'denied', 500);
test(says, 'unauthorized: authentication required', 'denied', 401);
test(says, 'denied: status 403', 'denied', 403);
test(says, 'pull access denied for a/b, repository does not exist or may require \'docker login\': denied: requested access to the resource is denied', 'denied', 404);
test(says, 'Get "http://localhost:5393/v2/": dial tcp 127.0.0.1:5393: connect: connection refused', 'unreachable', 500);
test(says, 'Get "https://registry.test/v2/": dial tcp: lookup registry.test on 10.0.0.1:53: no such host', 'unreachable', 500);
test(says, 'Get "https://172.18.0.2:5000/v2/": http: server gave HTTP response to HTTPS client', 'unreachable', 500);
test(says, 'Get "https://172.18.0.3:5000/v2/": x509: certificate is valid for 127.0.0.1, not 172.18.0.3', 'unreachable', 500);
test(says, 'Get "https://172.18.0.1:5000/v2/": x509: certificate signed by unknown authority', 'untrusted', 500);
test(says, 'toomanyrequests: status 429', 'busy', 500);
test(says, 'error pulling image configuration: download failed after attempts=1: toomanyrequests: status 429', 'busy', undefined);
test(says, 'received unexpected HTTP status: 503 Service Unavailable', 'busy', 500);
test(says, 'received unexpected HTTP status: 500 Internal Server Error', 'busy', 500);
test(says, 'filesystem layer verification failed for digest sha256:4dd2', 'corrupt', undefined);
test(says, 'download failed after attempts=6: unexpected EOF', 'dropped', undefined);
// What newer engines and containerd are known to say; not seen here.
test(says, 'tls: failed to verify certificate: x509: certificate signed by unknown authority', 'untrusted', 500);
test(says, 'failed commit on ref "layer-sha256:1": unexpected commit digest sha256:2, expected sha256:1: failed precondition', 'corrupt', undefined);
test(says, 'failed to resolve reference "a.example/b:1": a.example/b:1: not found', 'not-found', 404);
test(says, 'failed to resolve reference "a.example/b:1": unexpected status from HEAD request to https://a.example/v2/b/manifests/1: 429 Too Many Requests', 'busy', 500);
test(says, 'failed to resolve reference "a.example/b:1": unexpected status from HEAD request to https://a.example/v2/b/manifests/1: 401 Unauthorized', 'denied', 500);
// Where the text says nothing the status counts.
test(says, 'something new', 'not-found', 404);
test(says, 'something new', 'other', 500);

test('what is worth asking again is told from what is not', t => {
	const of = (kind: RegistryFailureKind) => mayPass({kind, message: ''});
	t.deepEqual([of('busy'), of('dropped'), of('not-found'), of('denied'), of('corrupt'), of('untrusted')], [true, true, false, false, false, false]);
});
