import test from 'ava';
import {bytes, cores} from '../../src/metrics-server/quantity.ts';

for (const [nanoCores, expected] of [
	[0, '0'], [1, '1n'], [4_511_803, '4511803n'], [4_500_000, '4500u'], [250_000_000, '250m'], [2_000_000_000, '2'], [3_000_000_000_000, '3000'],
] as const) {
	test(`${nanoCores} billionths of a core are written as ${expected}`, t => {
		t.is(cores(nanoCores), expected);
	});
}

for (const [count, expected] of [[0, '0'], [1000, '1000'], [2_650_112, '2588Ki'], [1_048_576, '1Mi'], [3 * 1024 ** 3, '3Gi']] as const) {
	test(`${count} bytes are written as ${expected}`, t => {
		t.is(bytes(count), expected);
	});
}
