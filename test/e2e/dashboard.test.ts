/** A person at the dashboard: a real cluster, a real terminal, every pane; something is broken, seen, and put back. */
import {fileURLToPath} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import {eventually, openCluster, type TestCluster} from '../helpers/cluster.ts';
import {installTmux, openTmux, type Tmux} from '../helpers/tmux.ts';

const name = 'e2e-dashboard';
const program = fileURLToPath(new URL('../../bin/single-kube.js', import.meta.url));
let world: TestCluster;
let tmux: Tmux;

const shows = async (t: ExecutionContext, what: string, pattern: RegExp): Promise<void> => eventually(t, what, async () => {
	const screen = await tmux.screen();
	return pattern.test(screen) || screen;
}, 60_000);
const onCluster = async (...args: readonly string[]) => execa(process.execPath, [program, ...args, '--name', name], {reject: false, env: world.environment});

test.before(async () => {
	await installTmux();
	world = await openCluster(name);
	tmux = await openTmux(`${process.execPath} ${program} dashboard --name ${name}; echo "exit $?"; stty -a`, {
		columns: 120, rows: 40, env: {...world.environment, LC_ALL: 'C.UTF-8', PS1: '$ '},
	});
});

test.after.always(async () => {
	await tmux?.close();
	await world?.remove();
});

test.serial('every pane is there, and all components are well', async t => {
	await shows(t, 'all components are well', /(\d+)\/\1 well · API answers · CPU/);
	await shows(t, 'four panes', /1 Components[^]*2 Workloads[^]*4 Events/);
	await tmux.press('2', 'Right', 'Right', 'Right');
	await shows(t, 'the node', /\[nodes\][^]*node-1 +Ready/);
	await tmux.press('Left', 'Left', 'Left');
	await shows(t, 'the pods', /\[pods\]/);
	await tmux.press('1', '/');
	await tmux.type('kube-scheduler');
	await tmux.press('Enter');
	await shows(t, 'the log of the scheduler', /3 kube-scheduler: \[logs\][^]*I\d{4} /);
	await tmux.press('d');
	await shows(t, 'what it is there for, and its command', /Role[^]*Command[^]*kube-scheduler/);
	await tmux.press('e');
	await shows(t, 'its environment', /\[env\][^]*PATH=/);
	await tmux.press('c');
	await shows(t, 'its health', /Health +well/);
});

test.serial('a scheduler that is broken in the fault lab leaves a pod Pending', async t => {
	await tmux.press('F');
	await shows(t, 'the kinds of faults', /Break kube-scheduler[^]*pause[^]*limit-memory/);
	await tmux.type('kill');
	await tmux.press('Enter');
	await shows(t, 'what to expect and the command', new RegExp(`kill: kube-scheduler[^]*The same by command:[^]*single-kube fault add scheduler kill --name ${name}`));
	await tmux.press('Enter');
	await shows(t, 'the fault stays in view', /! kube-scheduler killed \d+s ago: .*u undoes/);
	t.regex((await onCluster('fault', 'list')).stdout, /kube-scheduler +kill/);
	t.is((await onCluster('status', '-q')).exitCode, 3);
	await world.kubectl('run', 'waiting', '--image', 'single-kube/nginx:latest', '--image-pull-policy', 'Never');
	await tmux.press('2', '/');
	await tmux.type('waiting');
	await tmux.press('Enter');
	await shows(t, 'the pod waits', /waiting +0\/1 +Pending/);
	await tmux.press('d');
	await shows(t, 'it has no node', /none yet: no scheduler has chosen one/);
});

test.serial('the pod runs when the fault is undone, and nothing is broken any more', async t => {
	await tmux.press('u');
	await shows(t, 'the pod runs', /waiting +1\/1 +Running/);
	await shows(t, 'all components are well', /(\d+)\/\1 well · API answers/);
	t.notRegex(await tmux.screen(), /u undoes/);
	t.deepEqual(JSON.parse((await onCluster('fault', 'list', '-o', 'json')).stdout), []);
});

test.serial('the kubectl shell has the terminal and gives it back', async t => {
	await tmux.press('x');
	await shows(t, 'the shell', /exit or Ctrl-D goes back/);
	await tmux.type('kubectl get pod waiting -o name');
	await tmux.press('Enter');
	await shows(t, 'kubectl answers', /^pod\/waiting$/m);
	// Ctrl-C ends what is typed in the shell, and not the dashboard. A terminal forgets with it what comes close behind.
	await tmux.press('C-c');
	await shows(t, 'a new line to type', /\^C\s+single-kube \S+\s*$/);
	await tmux.press('C-d');
	await shows(t, 'the dashboard again', /waiting +1\/1 +Running/);
	t.notRegex(await tmux.screen(), /kubectl get pod/);
});

test.serial('a smaller and a larger terminal have the same, without debris', async t => {
	await tmux.resize(80, 24);
	await shows(t, 'one column', /^[^│]*\[2 Workloads\][^│]*$/);
	await tmux.resize(45, 24);
	await shows(t, 'one line', /^e2e-dashboard: (\d+)\/\1 well[^\n]*\n\s*$/);
	await tmux.resize(120, 40);
	await shows(t, 'two columns', /1 Components[^]*│[^]*2 Workloads[^]*│/);
	const lines = (await tmux.screen()).split('\n');
	t.is(lines.filter(line => line.includes('1 Components')).length, 1);
});

test.serial('q gives the terminal back as it was, and the cluster keeps running', async t => {
	await tmux.press('q');
	await shows(t, 'the shell again', /exit 0[^]*speed/);
	const screen = await tmux.screen();
	t.regex(screen, / icanon /);
	t.regex(screen, / echo /);
	t.notRegex(screen, /1 Components/);
	t.is((await onCluster('status', '-q')).exitCode, 0);
});
