import test from 'ava';
import {requestFiles} from '../../src/cluster/apply-objects.ts';

const requestsFor = (kind: string, path: string): string => requestFiles({wanted: [{path, object: {kind}}], unwanted: ['/api/v1/namespaces/a/services/old']}).at(-1)!.content;

test('objects are applied, and those of add-ons that are switched off are deleted, over one connection', t => {
	const requests = requestsFor('ClusterRole', '/apis/rbac.authorization.k8s.io/v1/clusterroles/x').split('\nnext\n');
	t.is(requests.length, 2);
	t.regex(requests[0]!, /clusterroles\/x\?fieldManager=single-kube&force=true"\nrequest = "PATCH"\nheader = "Content-Type: application\/apply-patch\+yaml"/);
	t.regex(requests[1]!, /services\/old"\nrequest = "DELETE"/);
});

test('an APIService, which cannot be applied, is created and merged', t => {
	const requests = requestsFor('APIService', '/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.metrics.k8s.io').split('\nnext\n');
	t.regex(requests[0]!, /v1\/apiservices\?fieldManager=single-kube"\nrequest = "POST"\nheader = "Content-Type: application\/json"/);
	t.regex(requests[1]!, /apiservices\/v1beta1\.metrics\.k8s\.io\?fieldManager=single-kube"\nrequest = "PATCH"\nheader = "Content-Type: application\/merge-patch\+json"/);
	t.notRegex(requests.join(), /apply-patch/);
});
