import test from 'ava';
import {parseCpus, parseMemory, reserved, settleOffers} from '../../src/cluster/node-offers.ts';
import {designInput, makeTopology} from '../helpers/topology.ts';

const gibibyte = 1024 ** 3;
const machine = {memoryBytes: 24 * gibibyte, cpus: 8};

test('an amount of memory is written as Docker, Kubernetes and minikube write it', t => {
	for (const text of ['4g', '4G', '4Gi', '4GiB', '4096m', '4096', '4194304k', `${4 * gibibyte}b`]) {
		t.is(parseMemory(text), 4 * gibibyte, text);
	}

	t.is(parseMemory('1.5g'), 1.5 * gibibyte);
	t.is(parseMemory('max'), undefined);
	t.is(parseMemory('no-limit'), undefined);
	for (const text of ['', 'lots', '-4g', '4x', '511m', '100']) {
		t.throws(() => parseMemory(text), {code: 'OPTION_INVALID'}, text);
	}
});

test('cores may be parts of one', t => {
	t.deepEqual(['2', '1.5', '500m', 'max'].map(text => parseCpus(text)), [2, 1.5, 0.5, undefined]);
	for (const text of ['', 'two', '0', '0.05', '-1', '2g']) {
		t.throws(() => parseCpus(text), {code: 'OPTION_INVALID'}, text);
	}
});

test('what was said stays until something else is, and max leaves nothing of it', t => {
	t.deepEqual(settleOffers({cpus: '2'}, {memory: gibibyte}), {memory: gibibyte, cpus: 2});
	t.deepEqual(settleOffers({memory: 'max'}, {memory: gibibyte, cpus: 2}), {cpus: 2});
	t.is(settleOffers({memory: 'max'}, {memory: gibibyte}), undefined);
	t.is(settleOffers({}), undefined);
});

test('the rest of the machine is reserved, less what the kubelet keeps free itself', t => {
	t.deepEqual(reserved({memory: 4 * gibibyte, cpus: 1.5}, machine), {memory: String(20 * gibibyte - 100 * 1024 ** 2), cpu: '6500m'});
	t.deepEqual(reserved({memory: machine.memoryBytes, cpus: 8}, machine), {memory: '0', cpu: '0m'});
	t.deepEqual(reserved({cpus: 2}, machine), {cpu: '6000m'});
});

test('more than the machine has is refused with both numbers', t => {
	t.throws(() => reserved({memory: 25 * gibibyte}, machine), {code: 'OPTION_INVALID', message: '--memory asks for 25 GiB, and the engine\'s machine has 24 GiB'});
	t.throws(() => reserved({cpus: 9}, machine), {code: 'OPTION_INVALID', message: '--cpus asks for 9, and the engine\'s machine has 8'});
});

test('it stands in the kubelet\'s file, and what a user reserves goes over it', async t => {
	const settings = {...designInput.settings, offers: {memory: 4 * gibibyte, cpus: 2}};
	const systemReserved = async (change: object): Promise<unknown> => {
		const {components} = await makeTopology({engine: {...designInput.engine, ...machine}, settings: {...settings, ...change}});
		return (components.find(({name}) => name === 'kubelet')!.files.files['kubelet.yaml'] as Record<string, unknown>)['systemReserved'];
	};

	t.deepEqual(await systemReserved({}), {memory: String(20 * gibibyte - 100 * 1024 ** 2), cpu: '6000m'});
	t.deepEqual(await systemReserved({extraConfig: {kubelet: {'systemReserved.cpu': ['1']}}}), {memory: String(20 * gibibyte - 100 * 1024 ** 2), cpu: '1'});
	t.is(await systemReserved({offers: undefined}), undefined);
});
