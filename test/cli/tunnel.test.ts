import test from 'ava';
import {formatTunnel} from '../../src/cli/commands/tunnel.ts';

const ranges = {cluster: 'dev', services: '10.96.0.0/12', pods: '10.244.0.0/16'};

test('an open tunnel says what is reached, and by which names', t => {
	t.regex(formatTunnel({...ranges, dns: '10.96.0.10'}), /dev is open; Ctrl-C closes it\n.*10\.96\.0\.0\/12\n.*10\.244\.0\.0\/16\n.*svc\.cluster\.local, asked of 10\.96\.0\.10$/);
});

test('without a DNS server it says that names are not known, and how to have them', t => {
	t.regex(formatTunnel({...ranges, dns: undefined}), /names: +none.*single-kube --name dev start --addons \+dns/);
});
