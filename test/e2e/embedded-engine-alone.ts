/** Run in a network namespace of its own: start an engine, remove it, and say what the network was like. */
import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {removeEmbeddedEngine} from '../../src/embedded-engine/remove.ts';
import {startEmbeddedEngine} from '../../src/embedded-engine/start.ts';
import {ignoreEvents} from '../../src/events.ts';

const signal = AbortSignal.timeout(100_000);

function look() {
	const rules = execFileSync('iptables-save', {encoding: 'utf8'});
	return {
		policy: /^:FORWARD (\w+)/m.exec(rules)?.[1] ?? 'ACCEPT',
		docker: rules.split('\n').filter(line => /DOCKER|sk-/.test(line)).length,
		forward: readFileSync('/proc/sys/net/ipv4/ip_forward', 'utf8').trim(),
	};
}

// A new namespace inherits forwarding; dockerd changes the policy only where it switches it on.
writeFileSync('/proc/sys/net/ipv4/ip_forward', '0');
const before = look();
await startEmbeddedEngine({install: true}, ignoreEvents, signal);
const during = look();
await removeEmbeddedEngine({}, ignoreEvents, signal);
process.stdout.write(JSON.stringify({before, during, after: look()}));
