import test from 'ava';
import {parseQuantity} from '../../../src/cloud-controller-manager/storage/quantity.ts';

for (const [quantity, amount] of [['1Gi', 1_073_741_824], ['500M', 500_000_000], ['1e9', 1e9], ['0.5', 0.5], ['1.5Ki', 1536], ['100m', 0.1], ['2E', 2e18], ['12E6', 12e6]] as const) {
	test(`${quantity} is ${amount}`, t => {
		t.is(parseQuantity(quantity), amount);
	});
}

for (const text of ['', 'Gi', '1gi', '1 Gi', '1KB', 'much']) {
	test(`"${text}" is no quantity`, t => {
		t.throws(() => parseQuantity(text), {instanceOf: RangeError});
	});
}
