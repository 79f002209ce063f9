import {type WrittenProject, writeComposeProject} from '../../compose-project/write.ts';
import {shellWord} from '../../explain/shell-words.ts';
import type {Run} from '../invocation.ts';
import {printResult} from '../output.ts';
import {withProgress} from '../with-progress.ts';

export const run: Run = async ({flags}, signal) => {
	const written = await withProgress(flags, async (options, emit) => writeComposeProject(flags.outputDir!, options, emit, signal));
	printResult(flags, written, () => formatProject(written));
	return 0;
};

/** What was written, and the commands that use it. */
export function formatProject({name, directory, files, kubernetesVersion, engine}: WrittenProject): string {
	const keys = files.filter(file => file.endsWith('.key')).length;
	return [
		`${directory} has the cluster ${name}, Kubernetes ${kubernetesVersion}, for Docker Compose: ${files.length} files, ${keys} of them private keys`,
		'To use it:',
		`  cd ${shellWord(directory)}`,
		...engine === 'unix:///var/run/docker.sock' ? [] : [`  export DOCKER_HOST=${engine}`],
		'  docker compose up --detach',
		`  kubectl --kubeconfig kubeconfig get nodes     # or: single-kube status --name ${name}`,
		'  docker compose down --volumes',
	].join('\n');
}
