import test from 'ava';
import {stateDirectory} from '../src/state-directory.ts';

test('what is kept stands where the XDG Base Directory Specification says, which does not count relative paths', t => {
	t.is(stateDirectory({HOME: '/home/a'}), '/home/a/.local/state/single-kube');
	t.is(stateDirectory({HOME: '/home/a', XDG_STATE_HOME: '/state'}), '/state/single-kube');
	t.is(stateDirectory({HOME: '/home/a', XDG_STATE_HOME: 'state'}), '/home/a/.local/state/single-kube');
});
