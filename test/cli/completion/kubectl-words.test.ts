import test from 'ava';
import {namesCommand} from '../../../src/cli/completion/kubectl-words.ts';

const asks = test.macro({
	exec(t, line: string, expected: string | undefined) {
		t.is(namesCommand(line.split(' '))?.join(' '), expected);
	},
	title: (_, line) => `names after: kubectl ${line}`,
});

test(asks, 'get', 'kubectl api-resources --output=name --cached');
test(asks, 'get pods', 'kubectl get pods --output=name');
test(asks, '-n shop describe deployment', 'kubectl get deployment --output=name --namespace shop');
test(asks, 'delete svc --namespace=shop web', 'kubectl get svc --output=name --namespace=shop');
test(asks, 'logs -f', 'kubectl get pods --output=name');
test(asks, 'logs web', undefined);
test(asks, 'get pods -n', 'kubectl get namespaces --output=name');
test(asks, 'version', undefined);
