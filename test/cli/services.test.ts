import test from 'ava';
import {formatServices, findService, requireEndpoints, requireUrl} from '../../src/cli/services.ts';
import {reachable} from '../../src/services/addresses.ts';
import type {SingleKubeError} from '../../src/errors.ts';
import {objects, service} from '../helpers/objects.ts';

const places = {nodeAddress: '172.30.0.10', published: [], onLoopback: new Set<number>()};
const web = service('web', {type: 'NodePort', ports: [{name: 'http', port: 80, nodePort: 30_080}, {port: 443, nodePort: 30_443}]});
const inside = service('db', {ports: [{port: 6379}]});

const told = (work: () => unknown): string => {
	try {
		work();
		return 'nothing was thrown';
	} catch (error) {
		const {code, message, seen, hint} = error as SingleKubeError;
		return [code, message, ...seen, hint].join('\n');
	}
};

test('a name that nobody has leads to the nearest one, or to the namespace that has it', t => {
	t.is(findService('web', 'default', [web]), web);
	t.regex(told(() => findService('wbe', 'default', [web, inside])), /^SERVICE_UNKNOWN[\s\S]*services in default: db, web[\s\S]*Did you mean web\?/);
	t.regex(told(() => findService('web', 'shop', [web])), /shop has no Service[\s\S]*single-kube service web -n default/);
});

test('a Service without endpoints is an error that says why and what to do', t => {
	t.regex(told(() => {
		requireEndpoints(web, objects({services: [web]}));
	}), /^SERVICE_WITHOUT_ENDPOINTS\nnobody answers for the Service default\/web: no pod in default matches its selector app=web\ndefault has no pod at all/);
});

test('a Service that answers inside the cluster only says how it is reached', t => {
	const to = reachable(inside, places);
	t.regex(told(() => requireUrl(to)), /^SERVICE_NOT_EXPOSED[\s\S]*tcp:\/\/10\.96\.0\.7:6379: single-kube tunnel[\s\S]*port-forward service\/db 6379:6379[\s\S]*patch service db/);
	t.regex(formatServices([to], new Map()), /6379 +-\n\nWhile this runs/);
	t.regex(formatServices([reachable(service('out', {type: 'ExternalName', clusterIP: undefined, ports: undefined}), places)], new Map()), /outside of the cluster/);
});

test('of each port the best URL is printed alone, and all of them in the table', t => {
	const to = reachable(web, places);
	t.deepEqual(requireUrl(to), ['http://172.30.0.10:30080', 'https://172.30.0.10:30443']);
	t.is(formatServices([to], new Map([[to, 'a note']])), [
		'NAMESPACE  NAME  PORT     URL                        NOTE',
		'default    web   http/80  http://172.30.0.10:30080   a note',
		'                 443      https://172.30.0.10:30443',
	].join('\n'));
});
