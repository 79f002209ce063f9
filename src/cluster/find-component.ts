/** From the word that a user typed to a component's id. Pure. */
import {SingleKubeError} from '../errors.ts';
import {nearest} from '../nearest.ts';

/**
 * @param word `etcd`, `kubelet@node-1`; `kubelet` where one node has it; `scheduler` for kube-scheduler, as minikube's --extra-config has it
 * @param known the ids of the cluster's components
 * @throws SingleKubeError COMPONENT_UNKNOWN naming the nearest and all
 */
export function findComponent(word: string, known: readonly string[]): string {
	const called = (name: string): string[] => known.includes(name) ? [name] : known.filter(id => id.split('@')[0] === name);
	const found = called(word).length > 0 ? called(word) : called(`kube-${word}`);
	if (found.length === 1) {
		return found[0]!;
	}

	if (found.length > 1) {
		throw new SingleKubeError('COMPONENT_UNKNOWN', `${word} is on more than one node`, {hint: `Name one of them: ${found.join(', ')}`});
	}

	const close = nearest(word, [...known, ...known.map(id => id.split('@')[0]!)]);
	throw new SingleKubeError('COMPONENT_UNKNOWN', `there is no component ${word}`, {
		seen: [`components: ${[...known].sort().join(', ')}`],
		hint: close === undefined ? 'single-kube status lists them; a cluster is named by --name' : `Did you mean ${close}?`,
	});
}
