import test from 'ava';
import {momentary} from '../../src/cluster/workbench.ts';

test('containers that are made in the same moment have names of their own', t => {
	const names = Array.from({length: 1000}, () => momentary('cable'));
	t.is(new Set(names).size, names.length);
	t.regex(names[0]!, /^cable-[\da-f]+$/);
});
