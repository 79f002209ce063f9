// Runs in a pod: two admission webhooks, one aggregated API, one page. Its files are mounted at /certificates.
import {Buffer} from 'node:buffer';
import {readFileSync} from 'node:fs';
import {createServer} from 'node:https';
import process from 'node:process';

const file = name => readFileSync(`/certificates/${name}`);
const groupVersion = 'extension.single-kube.test/v1';

const review = (request, response) => ({apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: {uid: request.uid, ...response}});

const webhooks = {
	'/validate': request => review(request, request.name === 'forbidden'
		? {allowed: false, status: {code: 403, message: 'no object may be named forbidden'}} : {allowed: true}),
	'/mutate': request => review(request, {
		allowed: true, patchType: 'JSONPatch',
		patch: Buffer.from(JSON.stringify([{op: 'add', path: '/metadata/annotations', value: {mutated: 'yes'}}])).toString('base64'),
	}),
};

const pages = {
	'/page': () => ({page: 'from the pod'}),
	[`/apis/${groupVersion}`]: () => ({
		apiVersion: 'v1', kind: 'APIResourceList', groupVersion,
		resources: [{name: 'greetings', singularName: 'greeting', kind: 'Greeting', namespaced: true, verbs: ['get']}],
	}),
	// Who asks is told by headers, which count only with the front proxy's certificate ("Authenticating Proxy", Kubernetes documentation).
	[`/apis/${groupVersion}/namespaces/default/greetings/hello`]: request => ({
		apiVersion: groupVersion, kind: 'Greeting', metadata: {name: 'hello', namespace: 'default'},
		spec: {user: request.headers['x-remote-user'], proven: request.socket.authorized},
	}),
};

createServer({key: file('tls.key'), cert: file('tls.crt'), ca: file('front-proxy-ca.crt'), requestCert: true, rejectUnauthorized: false}, async (request, response) => {
	const path = request.url.split('?')[0];
	const chunks = [];
	for await (const chunk of request) {
		chunks.push(chunk);
	}

	const answer = webhooks[path]?.(JSON.parse(Buffer.concat(chunks).toString()).request) ?? pages[path]?.(request);
	response.writeHead(answer ? 200 : 404, {'Content-Type': 'application/json'});
	response.end(JSON.stringify(answer ?? {}));
}).listen(8443);

process.on('SIGTERM', () => process.exit());
