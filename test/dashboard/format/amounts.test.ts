import test from 'ava';
import {formatAge, formatBytes, formatPercent} from '../../../src/dashboard/format/amounts.ts';

test('ages have one unit', t => {
	t.deepEqual([-5, 0, 119_999, 120_000, 7_199_000, 7_200_000, 172_799_000, 172_800_000].map(formatAge), ['0s', '0s', '119s', '2m', '119m', '2h', '47h', '2d']);
});

test('bytes have at most four characters', t => {
	t.deepEqual([0, 999, 1000, 38e6, 245e6, 1.5e9, 9e12].map(formatBytes), ['0B', '999B', '1.0K', '36M', '234M', '1.4G', '8.2T']);
});

test('per cent have a decimal only where it tells something', t => {
	t.deepEqual([0, 0.04, 1.26, 9.94, 9.96, 104.4].map(formatPercent), ['0.0%', '0.0%', '1.3%', '9.9%', '10%', '104%']);
});
