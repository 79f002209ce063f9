/** What help says beside the lists that commander makes of the definitions. Pure. */
import type {Definition, Example} from './definitions/definition.ts';

/** After a command's options: what its first word may be, its examples, where more is to be read. */
export function commandHelp(name: string, {words = [], examples}: Pick<Definition, 'words' | 'examples'>): string {
	const actions = words.flatMap(({actions}) => Object.entries(actions ?? {}));
	return [
		...actions.length === 0 ? [] : ['', 'Actions:', ...columns(actions.map(([action, does]) => [`${name} ${action}`, does]))],
		'', 'Examples:', ...columns(examples.map(example => shown(example))), '',
	].join('\n');
}

/** What `single-kube` alone prints: enough to begin with. */
export const shortHelp = `single-kube: a whole Kubernetes on one Docker engine, every component a container.

${columns([
		['single-kube start', 'a cluster, and kubectl\'s context set to it'],
		['single-kube status', 'each component, what is not well, and what to do next'],
		['single-kube kubectl get pods -A', 'kubectl of the cluster\'s own version'],
		['single-kube exec', 'a shell with kubectl and its completion'],
		['single-kube logs kube-apiserver -f', 'the log of one component'],
		['single-kube start --name two', 'a second cluster beside the first'],
		['single-kube stop', 'take it down and keep the data'],
		['single-kube delete', 'remove everything that belongs to it'],
	]).join('\n')}

single-kube --help shows every command, single-kube COMMAND --help its options and examples.
`;

function shown({line, says}: Example): readonly [string, string] {
	return [`single-kube ${line}`, says];
}

function columns(rows: ReadonlyArray<readonly [string, string]>): string[] {
	const width = Math.max(...rows.map(([left]) => left.length));
	return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
