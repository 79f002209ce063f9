import test from 'ava';
import {withoutUnavailable} from '../../src/engine/unavailable-capability.ts';

const said = '(HTTP code 400) bad parameter - invalid CapDrop: capability not supported by your kernel or not available in the current environment: "CAP_SYS_RESOURCE" ';

test('what the machine has not got need not be dropped', t => {
	t.deepEqual(withoutUnavailable(['SYS_RESOURCE', 'SYS_TIME'], said), ['SYS_TIME']);
});

test('a capability that nobody wanted to drop is another matter', t => {
	t.is(withoutUnavailable(['SYS_TIME'], said), undefined);
});

test('what is to be added stays an error', t => {
	t.is(withoutUnavailable(['SYS_RESOURCE'], said.replace('CapDrop', 'CapAdd')), undefined);
});
