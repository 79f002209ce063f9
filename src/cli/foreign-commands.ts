/** Words that are commands of kind, minikube, k3d, Docker or Compose, and what does the same here. Pure. */

const foreign: Readonly<Record<string, string>> = {
	create: 'start', up: 'start', down: 'stop', rm: 'delete', destroy: 'delete', remove: 'delete', cluster: 'list', clusters: 'list', ls: 'list', profile: 'list',
	get: 'kubectl get', apply: 'kubectl apply', describe: 'kubectl describe', ps: 'status', inspect: 'explain kubelet', info: 'status', ssh: 'exec', shell: 'exec', node: 'status', nodes: 'kubectl get nodes',
	pods: 'kubectl get pods -A', export: 'export-logs', image: 'images list', load: 'kubectl run app --image app', build: 'kubectl run app --image app',
	addons: 'start --addons +ingress', 'update-context': 'kubeconfig --merge', version: 'versions', check: 'doctor', top: 'kubectl top pods', 'docker-env': 'engine status', ip: 'service',
};

/** @returns what to type instead; undefined for a word that is nobody's command */
export function foreignCommandHint(word: string): string | undefined {
	const here = Object.hasOwn(foreign, word) ? foreign[word] : undefined;
	if (here === undefined) {
		return undefined;
	}

	const why = ['load', 'build'].includes(word) ? 'Nothing has to be loaded: what docker build made is there for pods' : 'Here that is';
	return `${why}: single-kube ${here} (what kind, minikube and k3d call it stands in the README)`;
}

/** For a test: every word with what it leads to. */
export const foreignCommands: ReadonlyArray<readonly [string, string]> = Object.entries(foreign);
