import test from 'ava';
import {createTraceRing} from '../../src/gateway/trace-ring.ts';
import type {TraceRecord} from '../../src/gateway/trace.ts';

const about = {namespace: 'default', pod: 'web', uid: 'u', container: 'nginx'};
const call = (at: number, path = '/v1.40/containers/x/start', of: TraceRecord['about'] = about): TraceRecord => ({at, method: 'POST', path, status: 204, milliseconds: 1, notes: [], ...of && {about: of}});

test('who looks is told the last calls, the oldest first, and then each as it comes', t => {
	const ring = createTraceRing(3);
	for (let at = 0; at < 10; at++) {
		ring.add(call(at));
	}

	const told: number[] = [];
	const stop = ring.read(({at}) => told.push(at));
	t.deepEqual(told, [7, 8, 9]);
	ring.add(call(10));
	t.deepEqual(told, [7, 8, 9, 10]);
	stop();
	ring.add(call(11));
	t.is(told.length, 4);
});

test('calls about no pod and no single image are not kept: a kubelet lists its containers all the time', t => {
	const ring = createTraceRing();
	const lists = ['/v1.40/containers/json?all=1', '/v1.40/info', '/_ping', '/v1.40/images/json'];
	const images = ['/v1.40/images/single-kube/nginx:latest/json', '/images/create?fromImage=nginx&tag=1'];
	for (const path of [...lists, ...images]) {
		ring.add({at: 1, method: 'GET', path, status: 200, milliseconds: 1, notes: []});
	}

	const told: string[] = [];
	ring.read(({path}) => told.push(path));
	t.deepEqual(told, images);
});
