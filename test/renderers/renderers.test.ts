import test from 'ava';
import {chooseMode, showProgress, useColor} from '../../src/renderers/choose.ts';
import {renderJson} from '../../src/renderers/json.ts';
import {renderPlain} from '../../src/renderers/plain.ts';
import {renderQuiet} from '../../src/renderers/quiet.ts';
import {collect, downloads, filledQueue, recorded, replay} from './recorded.ts';

const settings = {verbose: false, color: false, unicode: true};

test('plain gives each event a line with the time since the first, and a build one line in ten seconds', async t => {
	const output = collect();
	await renderPlain(replay(), {...settings, output});
	t.is(output.text(), [
		'    0.0 s     Images',
		'    0.1 s     build builder: there is none',
		'    0.2 s   - builder 1/9 Step 1/9 : ARG BASE',
		'   10.3 s   - builder 3/9 compiling kube-proxy',
		'   75.0 s  ok built builder (74.9 s)',
		'   75.1 s  ok Images (75.1 s)',
		'   75.2 s     Cluster default',
		'   75.3 s   - port 6443 is taken, 40123 it is',
		'   75.9 s  ok etcd is ready',
		'   76.0 s   ! the disk is nearly full',
		'   76.1 s  ok node Ready (0.1 s): node-1',
		'   76.2 s   x kubectl logs (3.0 s)',
		'3 min 15 s   x #5 await-ready kubelet@node-1: it ended with code 1',
		'',
	].join('\n'));
});

test('plain and verbose shows every operation with its reason, and every line of a build', async t => {
	const output = collect();
	await renderPlain(replay(), {...settings, verbose: true, output});
	t.regex(output.text(), /75\.3 s {5}#4 start-container etcd: it does not run\n {3}75\.5 s {2}ok #4 start-container etcd \(0\.2 s\)\n/);
	t.regex(output.text(), /compiling kubelet\n/);
});

test('json gives each event as it is, one a line', async t => {
	const output = collect();
	await renderJson(replay(), {...settings, output});
	t.deepEqual(output.text().trimEnd().split('\n').map(line => JSON.parse(line) as unknown), [...recorded]);
});

test('a pull has a line in ten seconds and one when it is done, with bytes and with the whole where it is known', async t => {
	const output = collect();
	const start = recorded[0]!.at;
	const pulled = {type: 'image-pull-progressed', image: 'registry.k8s.io/etcd:3.6.8-0', from: 'localhost:5000'} as const;
	await renderPlain((async function * () {
		yield {...pulled, bytes: 1_240_000, at: start};
		yield {...pulled, bytes: 2_000_000, at: start + 1000};
		yield {...pulled, bytes: 12_340_000, total: 56_940_000, at: start + 11_000};
		yield {type: 'image-pull-finished', image: pulled.image, from: pulled.from, seconds: 14.2, at: start + 14_200} as const;
	})(), {...settings, output});
	t.is(output.text(), [
		'    0.0 s   - registry.k8s.io/etcd:3.6.8-0 1.2 MB',
		'   11.0 s   - registry.k8s.io/etcd:3.6.8-0 12.3 MB of 56.9 MB',
		'   14.2 s  ok pulled registry.k8s.io/etcd:3.6.8-0 from localhost:5000 (14.2 s)',
		'',
	].join('\n'));
});

test('quiet shows warnings only', async t => {
	const output = collect();
	await renderQuiet(replay(), {...settings, output});
	t.is(output.text(), 'warning: the disk is nearly full\n');
});

const mode = test.macro({
	exec(t, wanted: Parameters<typeof chooseMode>[0], isTTY: boolean, env: Record<string, string>, chosen: string) {
		t.is(chooseMode(wanted, collect({isTTY}), env), chosen as never);
	},
	title: (_, wanted, isTTY, env, chosen) => `${wanted} is ${chosen} ${isTTY ? 'on a terminal' : 'elsewhere'} with ${JSON.stringify(env)}`,
});
test(mode, 'auto', true, {TERM: 'xterm'}, 'tty');
test(mode, 'auto', true, {CI: 'false'}, 'tty');
test(mode, 'auto', true, {TERM: 'dumb'}, 'plain');
test(mode, 'auto', true, {CI: 'true'}, 'plain');
test(mode, 'auto', false, {TERM: 'xterm'}, 'plain');
test(mode, 'tty', false, {}, 'plain');
test(mode, 'plain', true, {}, 'plain');
test(mode, 'json', true, {CI: '1'}, 'json');
test(mode, 'quiet', true, {}, 'quiet');

test('colours are for terminals, and only for those who want them', t => {
	const terminal = collect({isTTY: true});
	t.true(useColor(terminal, {}));
	t.true(useColor(terminal, {NO_COLOR: ''}));
	t.false(useColor(terminal, {NO_COLOR: '1'}));
	t.false(useColor(terminal, {TERM: 'dumb'}));
	t.false(useColor(terminal, {}, false));
	t.false(useColor(collect(), {}));
});

test('progress that is shown ends with its queue', async t => {
	const output = collect();
	await showProgress(filledQueue(), {output, env: {}}).finished;
	t.regex(output.text(), /etcd is ready\n/);
});

test('plain gives a download a line when it begins, one in ten seconds, and one when it is there', async t => {
	const output = collect();
	await renderPlain(downloads(), {...settings, verbose: true, output});
	t.is(output.text(), [
		'    0.0 s     download kubelet from https://dl.k8s.io/kubelet',
		'    0.1 s   - kubelet 0.0 MB of 58.3 MB',
		'   10.3 s   - kubelet 30.2 MB of 58.3 MB',
		'   10.4 s   - kubectl 1.0 MB',
		'   20.0 s  ok downloaded kubelet (58.3 MB, 20.0 s)',
		'',
	].join('\n'));
});
