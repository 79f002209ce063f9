import test from 'ava';
import {parseRoutes} from '../../src/cluster/routes.ts';

test('routes are read from the kernel\'s table, but for the default one', t => {
	const table = [
		'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT',
		'eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0',
		'br-1\t0000600A\t0A001EAC\t0003\t0\t0\t0\t0000F0FF\t0\t0\t0',
		'br-1\t00001EAC\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0', '',
	].join('\n');
	t.deepEqual(parseRoutes(table), [{cidr: '10.96.0.0/12', gateway: '172.30.0.10'}, {cidr: '172.30.0.0/24', gateway: '0.0.0.0'}]);
	t.deepEqual(parseRoutes(''), []);
});
