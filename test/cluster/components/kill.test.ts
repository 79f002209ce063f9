import test from 'ava';
import {signalName} from '../../../src/cluster/components/kill.ts';

test('a signal is known by its name, with and without SIG, and by its number', t => {
	t.deepEqual(['KILL', 'sigterm', '9', 'hup'].map(signalName), ['SIGKILL', 'SIGTERM', 'SIGKILL', 'SIGHUP']);
	t.throws(() => signalName('NOTHING'), {code: 'OPTION_INVALID'});
	t.throws(() => signalName('99'), {code: 'OPTION_INVALID'});
});
