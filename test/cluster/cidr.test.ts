import test from 'ava';
import {addressAt, overlap, parseCidr} from '../../src/cluster/cidr.ts';
import {checkName, checkRanges} from '../../src/cluster/options.ts';
import {SingleKubeError} from '../../src/errors.ts';

test('ranges overlap when they share an address', t => {
	t.true(overlap(parseCidr('10.96.0.0/12'), parseCidr('10.100.0.0/16')));
	t.false(overlap(parseCidr('10.96.0.0/12'), parseCidr('10.112.0.0/16')));
});

test('an address in a range is counted from its first', t => {
	t.is(addressAt('10.96.0.0/12', 1), '10.96.0.1');
	t.is(addressAt('172.30.0.0/24', 255), '172.30.0.255');
});

for (const cidr of ['10.0.0.0', '10.0.0.0/33', '300.0.0.0/8', '10.0.0.1/8', 'fd00::/64', '']) {
	test(`"${cidr}" is no range`, t => {
		t.throws(() => parseCidr(cidr), {instanceOf: RangeError});
	});
}

test('ranges that overlap are refused, naming both', t => {
	const error = t.throws(() => checkRanges({subnet: '172.30.0.0/24', podCidr: '10.96.0.0/16', serviceCidr: '10.96.0.0/12'}), {instanceOf: SingleKubeError});
	t.is(error.code, 'CIDR_OVERLAP');
	t.regex(error.message, /--pod-cidr 10\.96\.0\.0\/16 and --service-cidr 10\.96\.0\.0\/12/);
});

test('a subnet that is no /24 is refused', t => {
	const error = t.throws(() => checkRanges({subnet: '172.30.0.0/16', podCidr: '10.244.0.0/16', serviceCidr: '10.96.0.0/12'}), {instanceOf: SingleKubeError});
	t.is(error.code, 'OPTION_INVALID');
	t.regex(error.message, /--subnet: expected a \/24/);
});

for (const name of ['Default', '1st', 'a_b', '', 'a'.repeat(31), 'a-', '../x']) {
	test(`"${name}" is no cluster name`, t => {
		t.is(t.throws(() => checkName(name), {instanceOf: SingleKubeError}).code, 'NAME_INVALID');
	});
}

test('names of letters, digits and dashes are', t => {
	for (const name of ['default', 'dev-2', 'a', 'a'.repeat(30)]) {
		t.is(checkName(name), name);
	}
});
