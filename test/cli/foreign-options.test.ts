import test from 'ava';
import {SingleKubeError} from '../../src/errors.ts';
import {buildProgram} from '../../src/cli/program.ts';
import {foreignHint} from '../../src/cli/foreign-options.ts';
import {clusterOptions, type Flags} from '../../src/cli/invocation.ts';
import {translateUsage} from '../../src/cli/usage-error.ts';

async function parse(...words: readonly string[]): Promise<Flags> {
	let flags: Flags = {};
	await buildProgram(async invocation => {
		flags = invocation.flags;
	}).parseAsync([...words], {from: 'user'});
	return flags;
}

async function refused(...words: readonly string[]): Promise<SingleKubeError> {
	try {
		await parse(...words);
	} catch (error) {
		return error instanceof SingleKubeError ? error : translateUsage(error as never)!;
	}

	throw new Error(`was taken: ${words.join(' ')}`);
}

test('options of kind, minikube and k3d that are called otherwise say how', async t => {
	t.regex((await refused('start', '-p', '8080:80@loadbalancer')).hint ?? '', /--port 8080:30080/);
	t.regex((await refused('start', '-p8080:80')).hint ?? '', /--port 8080:30080/);
	t.regex((await refused('start', '--driver=docker')).hint ?? '', /no driver/);
	t.regex((await refused('start', '--port', '8080:80@loadbalancer')).message, /no node filter \(@loadbalancer\)/);
	t.is(foreignHint('--nothing'), undefined);
});

test('what migrants type is read: versions with a v, minikube\'s add-ons, a bare --wait', async t => {
	t.is((await parse('start', '--kubernetes-version', 'v1.36.2')).kubernetesVersion, '1.36.2');
	t.is((await parse('start', '--kubernetes-version=stable')).kubernetesVersion, 'latest');
	t.is((await parse('start', '--addons=metrics-server', '--addons', 'ingress')).addons, 'metrics-server,ingress');
	const waits = async (...words: string[]): Promise<number | undefined> => clusterOptions(await parse('start', ...words)).waitSeconds;
	t.deepEqual(await Promise.all([waits(), waits('--wait'), waits('--wait', '2m'), waits('--wait=0'), waits('--wait=all'), waits('--wait=none')]), [undefined, 300, 120, 0, 300, 0]);
	t.true(clusterOptions(await parse('start', '--no-rollback')).retain);
	t.is(clusterOptions(await parse('start')).retain, undefined);
	t.deepEqual([(await parse('start', '--kubeconfig', 'f')).kubeconfig, (await parse('start', '--no-kubeconfig')).kubeconfig], ['f', false]);
	t.deepEqual((await parse('start', '--extra-config', 'apiserver.v=4', '--extra-config=kubelet.max-pods=5')).extraConfig, ['apiserver.v=4', 'kubelet.max-pods=5']);
});

test('what is wrong in them is said before anything happens', async t => {
	for (const words of [['--memory', '12'], ['--cpus', 'x'], ['--extra-config', 'v'], ['--feature-gates', 'A'], ['--image', 'x'], ['--wait', 'soon']]) {
		t.is((await refused('start', ...words)).code, 'OPTION_INVALID', words.join(' '));
	}
});
