/** What kubectl itself would complete: asked of the kubectl in the cluster's container, in the same protocol. */
import {defaultName} from '../../cluster/options.ts';
import {connectToExisting} from '../../cluster/status.ts';
import {execInContainer} from '../../engine/exec.ts';
import {ignoreEvents} from '../../events.ts';
import type {Asked} from './look-up.ts';
import type {Candidate} from './wanted.ts';

/** Verbs whose first word is a kind and whose others are names of it; those whose first word is a pod. */
const ofKinds = new Set(['get', 'describe', 'delete', 'edit', 'label', 'annotate', 'patch', 'scale', 'expose', 'autoscale']);
const ofPods = new Set(['logs', 'exec', 'attach', 'port-forward', 'cp']);

/** @param words all after `kubectl` but the one that is typed @throws those of the engine */
export async function kubectlWords(words: readonly string[], typed: string, {name = defaultName, engine}: Asked, signal: AbortSignal): Promise<Candidate[]> {
	const target = await connectToExisting({engine: engine as 'auto' | undefined}, ignoreEvents, signal);
	const ask = async (command: readonly string[]): Promise<string[]> =>
		(await execInContainer(target, `sk-${name}-kubectl`, command, signal)).stdout.split('\n').filter(line => line !== '');
	const own = (await ask(['kubectl', '__complete', ...words, typed])).filter(line => !line.startsWith(':') && !line.startsWith('Completion ended')).map(line => {
		const [value = '', says = ''] = line.split('\t');
		return {value, says};
	});
	if (own.length > 0) {
		return own;
	}

	// Before 1.22 kubectl left names to functions of the shell.
	const command = namesCommand(words);
	return command ? (await ask(command)).map(line => ({value: line.replace(/^.*\//, '').split(' ')[0]!, says: ''})).filter(({value}) => value.startsWith(typed)) : [];
}

/** What prints the names that may come next. Pure. @returns undefined where they are none of the cluster's */
export function namesCommand(words: readonly string[]): string[] | undefined {
	const plain: string[] = [];
	let namespace: string[] = [];
	for (let index = 0; index < words.length; index++) {
		const word = words[index]!;
		if (word === '-n' || word === '--namespace') {
			namespace = ['--namespace', words[++index] ?? 'default'];
		} else if (word.startsWith('--namespace=')) {
			namespace = [word];
		} else if (!word.startsWith('-')) {
			plain.push(word);
		}
	}

	const last = words.at(-1);
	if (last === '-n' || last === '--namespace') {
		return ['kubectl', 'get', 'namespaces', '--output=name'];
	}

	const [verb = '', kind] = plain;
	if (ofPods.has(verb)) {
		return kind === undefined ? ['kubectl', 'get', 'pods', '--output=name', ...namespace] : undefined;
	}

	if (!ofKinds.has(verb)) {
		return undefined;
	}

	return kind === undefined ? ['kubectl', 'api-resources', '--output=name', '--cached'] : ['kubectl', 'get', kind, '--output=name', ...namespace];
}
