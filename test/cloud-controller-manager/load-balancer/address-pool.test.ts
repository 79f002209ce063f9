import test from 'ava';
import {decideAddresses} from '../../../src/cloud-controller-manager/load-balancer/address-pool.ts';
import type {Service} from '../../../src/cloud-controller-manager/objects.ts';
import {makeService} from '../make-objects.ts';

const pool = {prefix: '172.30.0', first: 128, last: 130};
const type = 'LoadBalancer';

/** As lines: `assign web 172.30.0.128`. */
const decide = (...services: readonly Service[]): string[] => decideAddresses(services, pool)
	.map(decision => `${decision.kind} ${decision.service.metadata.name} ${decision.kind === 'refuse' ? decision.why : decision.address}`);

test('services get the first free addresses, the oldest first', t => {
	const [a, b] = [makeService('a', {type}), makeService('b', {type})];
	t.deepEqual(decide(b, a), ['assign a 172.30.0.128', 'assign b 172.30.0.129']);
});

test('a service keeps the address that its status has, and others go around it', t => {
	t.deepEqual(decide(makeService('new', {type}), makeService('old', {type}, '172.30.0.128')), ['assign new 172.30.0.129']);
});

test('an address that was asked for is given before others are', t => {
	const first = makeService('first', {type});
	t.deepEqual(decide(first, makeService('asks', {type, loadBalancerIP: '172.30.0.128'})), ['assign asks 172.30.0.128', 'assign first 172.30.0.129']);
});

test('a service that asks for another address moves there and lets go of its own', t => {
	const moves = makeService('moves', {type, loadBalancerIP: '172.30.0.130'}, '172.30.0.128');
	t.deepEqual(decide(moves, makeService('new', {type})), ['assign moves 172.30.0.130', 'assign new 172.30.0.128']);
});

test('who asks for an address that another has is told who has it, and keeps its own', t => {
	const asks = makeService('asks', {type, loadBalancerIP: '172.30.0.129'}, '172.30.0.128');
	const [refusal, next] = decide(asks, makeService('has', {type}, '172.30.0.129'), makeService('new', {type}));
	t.regex(refusal!, /^refuse asks .*172\.30\.0\.129 belongs to the Service default\/has: choose another address of 172\.30\.0\.128 to 172\.30\.0\.130/);
	t.is(next, 'assign new 172.30.0.130');
});

for (const address of ['172.30.0.127', '172.30.0.131', '10.0.0.1', '172.30.0.0128', 'nonsense', '172.30.0.']) {
	test(`an address that is not of the pool is refused: ${address}`, t => {
		const [refusal, ...others] = decide(makeService('asks', {type, loadBalancerIP: address}));
		t.true(refusal!.startsWith(`refuse asks spec.loadBalancerIP ${address} is not an address of this cluster's pool`));
		t.deepEqual(others, []);
	});
}

test('when the pool is exhausted the youngest is told so, and gets the address that is freed', t => {
	const has = [128, 129, 130].map(octet => makeService(`has-${octet}`, {type}, `172.30.0.${octet}`));
	const late = makeService('late', {type});
	t.regex(decide(...has, late).join('\n'), /^refuse late each of the 3 addresses .* delete one of type LoadBalancer$/);
	t.deepEqual(decide(has[0]!, has[2]!, late), ['assign late 172.30.0.129']);
});

test('a service that is no LoadBalancer any more loses its address, which is free for others in the same round', t => {
	t.deepEqual(decide(makeService('was', {type: 'ClusterIP'}, '172.30.0.128'), makeService('new', {type})), ['release was 172.30.0.128', 'assign new 172.30.0.128']);
	t.deepEqual(decide(makeService('foreign', {type: 'ClusterIP'}, '192.168.1.1')), []);
});

test('of two services with one address the older one keeps it', t => {
	const older = makeService('older', {type}, '172.30.0.128');
	t.deepEqual(decide(makeService('younger', {type}, '172.30.0.128'), older), ['assign younger 172.30.0.129']);
});

test('a service of another class is left alone, and its address is not given to others', t => {
	const foreign = makeService('foreign', {type, loadBalancerClass: 'example.com/other'}, '172.30.0.128');
	const ours = makeService('ours', {type, loadBalancerClass: 'single-kube.dev/load-balancer'});
	t.deepEqual(decide(foreign, ours), ['assign ours 172.30.0.129']);
});
