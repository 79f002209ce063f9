import test from 'ava';
import {kubeconfigOrWarning} from '../../src/cluster/kubeconfig-or-warning.ts';
import {SingleKubeError} from '../../src/errors.ts';
import type {SingleKubeEvent} from '../../src/events.ts';

const refused = async (): Promise<never> => {
	throw new SingleKubeError('KUBECONFIG_NOT_WRITABLE', 'could not write the kubeconfig /home/x/.kube/config', {seen: ['EROFS'], hint: 'elsewhere'});
};

test('a kubeconfig that cannot be written is a warning with two ways round', async t => {
	const events: SingleKubeEvent[] = [];
	t.is(await kubeconfigOrWarning(false, 'dev', event => events.push(event), refused), undefined);
	t.is(events.length, 1);
	const [event] = events;
	t.is(event!.type, 'warned');
	t.regex((event as {text: string}).text, /\/home\/x\/\.kube\/config \(EROFS\).*single-kube --name dev kubectl get nodes.*single-kube kubeconfig --name dev > FILE/);
});

test('one that was named is an error, and so is whatever else fails', async t => {
	const emit = (): void => t.fail();
	await t.throwsAsync(kubeconfigOrWarning(true, 'dev', emit, refused), {code: 'KUBECONFIG_NOT_WRITABLE'});
	await t.throwsAsync(kubeconfigOrWarning(false, 'dev', emit, async () => {
		throw new SingleKubeError('KUBECONFIG_INVALID', 'x', {hint: 'y'});
	}), {code: 'KUBECONFIG_INVALID'});
	t.is(await kubeconfigOrWarning(false, 'dev', emit, async () => '/x'), '/x');
});
