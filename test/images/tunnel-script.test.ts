import {chmod, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';

const script = fileURLToPath(new URL('../../images/access/tunnel', import.meta.url));

/** Stand-ins for what would change the machine: they keep what they are asked, and resolv.conf is a file of the test's. */
const programs = {
	nsenter: 'while [ "$1" != -- ]; do shift; done; shift\nfor word; do shift; set -- "$@" "$(printf %s "$word" | sed "s|/etc/resolv.conf|$TMPDIR/host-resolv.conf|g")"; done\nexec "$@"\n',
	ip: 'echo "ip $*" >> "$TMPDIR/calls"\ncase "$*" in *"show table main") cat "$TMPDIR/routes";; *"route get"*) echo "172.30.0.10 dev br-7 src 172.30.0.1";; esac\n',
	resolvectl: 'echo "resolvectl $*" >> "$TMPDIR/calls"\n',
};

type Machine = {
	readonly run: (action: 'open' | 'close', whileOpen?: () => Promise<void>) => Promise<{said: string[]; exitCode: number | undefined}>;
	readonly resolv: () => Promise<string>;
	readonly write: (text: string) => Promise<void>;
	readonly calls: () => Promise<string[]>;
};

async function machine(t: ExecutionContext, resolv: string, routes = ''): Promise<Machine> {
	const directory = await mkdtemp(path.join(tmpdir(), 'sk-tunnel-'));
	t.teardown(async () => rm(directory, {recursive: true, force: true}));
	const file = (name: string): string => path.join(directory, name);
	await Promise.all(Object.entries(programs).map(async ([name, text]) => {
		await writeFile(file(name), `#!/bin/sh\n${text}`);
		await chmod(file(name), 0o755);
	}));
	await Promise.all([writeFile(file('host-resolv.conf'), resolv), writeFile(file('routes'), routes), writeFile(file('calls'), '')]);
	const env = {PATH: `${directory}:${process.env['PATH']}`, TMPDIR: directory, CLUSTER: 'dev', NODE_ADDRESS: '172.30.0.10', RANGES: '10.96.0.0/12 10.244.0.0/16', DNS_ADDRESS: '10.96.0.10'};
	return {
		async run(action, whileOpen) {
			const child = execa('sh', [script, action], {env, extendEnv: false, reject: false, timeout: 30_000});
			const said: string[] = [];
			for await (const line of createInterface({input: child.stdout})) {
				said.push(line);
				if (line === 'ready') {
					await whileOpen?.();
					child.stdin.end();
				}
			}

			return {said, exitCode: (await child).exitCode};
		},
		resolv: async () => readFile(file('host-resolv.conf'), 'utf8'),
		write: async text => writeFile(file('host-resolv.conf'), text),
		calls: async () => (await readFile(file('calls'), 'utf8')).split('\n'),
	};
}

const block = '# single-kube tunnel dev: begin\nnameserver 10.96.0.10\n# single-kube tunnel dev: end\n';

for (const [title, text] of [
	['as most are', 'nameserver 192.0.2.53\n'],
	['without a newline at its end', 'search example.org\n\nnameserver 192.0.2.53'],
	['that is empty', ''],
	['with letters of more than one byte and empty lines', '# für März\n\n\nnameserver 192.0.2.53\n\n'],
	['with the block of another cluster\'s tunnel', '# single-kube tunnel two: begin\nnameserver 10.97.0.10\n# single-kube tunnel two: end\nnameserver 192.0.2.53\n'],
] as const) {
	test(`a resolv.conf ${title} has our server in front while the tunnel is open, and is the same afterwards`, async t => {
		const {run, resolv} = await machine(t, text);
		const {said, exitCode} = await run('open', async () => {
			t.is(await resolv(), block + text);
		});
		t.deepEqual([said, exitCode], [['ready'], 0]);
		t.is(await resolv(), text);
	});
}

test('what somebody else writes around the block stays', async t => {
	const {run, resolv, write} = await machine(t, 'nameserver 192.0.2.53\n');
	await run('open', async () => write(`# by dhclient\n${await resolv()}nameserver 192.0.2.54\n`));
	t.is(await resolv(), '# by dhclient\nnameserver 192.0.2.53\nnameserver 192.0.2.54\n');
});

test('where systemd-resolved is asked, the bridge is told, and resolv.conf is left alone', async t => {
	const text = 'nameserver 127.0.0.53\n';
	const {run, resolv, calls} = await machine(t, text);
	await run('open', async () => {
		t.is(await resolv(), text);
		t.deepEqual((await calls()).filter(call => /^resolvectl (?!status)/.test(call)), ['resolvectl dns br-7 10.96.0.10', 'resolvectl domain br-7 ~cluster.local']);
	});
	t.is((await calls()).filter(call => /^resolvectl (?!status)/.test(call)).at(-1), 'resolvectl revert br-7');
	t.is(await resolv(), text);
});

test('routes lead to the node while the tunnel is open', async t => {
	const {run, calls} = await machine(t, '', '172.30.0.0/24 dev br-7 scope link\n10.96.0.0/12 via 172.30.0.10 dev br-7 proto 57\n10.245.0.0/16 dev tun0\n');
	await run('open', async () => {
		t.deepEqual((await calls()).filter(call => call.includes('replace')), ['10.96.0.0/12', '10.244.0.0/16'].map(range => `ip route replace ${range} via 172.30.0.10 proto 57`));
	});
	t.deepEqual((await calls()).filter(call => call.includes('del')), ['10.96.0.0/12', '10.244.0.0/16'].map(range => `ip route del ${range} via 172.30.0.10 proto 57`));
});

for (const route of ['10.0.0.0/8 dev tun0 scope link', 'blackhole 10.244.7.0/24', '10.100.0.1 via 192.0.2.1 dev eth0', '10.96.0.0/12 via 172.31.0.10 dev br-8 proto 57']) {
	test(`a tunnel is refused where the machine has the route ${route}`, async t => {
		const {run, resolv, calls} = await machine(t, 'nameserver 192.0.2.53\n', `default via 192.0.2.1 dev eth0\n${route}\n`);
		const {said, exitCode} = await run('open');
		t.is(exitCode, 3);
		t.regex(said.join('\n'), /^taken 10\.(96\.0\.0\/12|244\.0\.0\/16) overlaps the route /);
		t.true(said[0]!.endsWith(route));
		t.is(await resolv(), 'nameserver 192.0.2.53\n');
		t.false((await calls()).some(call => /replace|del/.test(call)));
	});
}

test('closing takes back what a tunnel left, and does nothing where none was', async t => {
	const {run, resolv} = await machine(t, `${block}nameserver 192.0.2.53\n`);
	for (const _ of [1, 2]) {
		t.is((await run('close')).exitCode, 0);
		t.is(await resolv(), 'nameserver 192.0.2.53\n');
	}
});
