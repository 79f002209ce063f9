import type {MadeBundle} from '../../bundle/make-bundle.ts';
import type {Run} from '../invocation.ts';
import {printResult} from '../output.ts';
import {withProgress} from '../with-progress.ts';

export const run: Run = async ({flags}, signal) => {
	const made = await withProgress(flags, async (options, emit) => (await import('../../bundle/make-bundle.ts')).makeBundle({...options, file: flags.outputFile!, also: flags.also}, emit, signal));
	printResult(flags, made, () => formatBundle(made));
	return 0;
};

export function formatBundle({file, size, sha256, kubernetesVersion, architecture, images}: MadeBundle): string {
	return [
		`The bundle ${file} has Kubernetes ${kubernetesVersion} for ${architecture}: ${Object.keys(images).length} images, ${Math.round(size / 1e6)} MB`,
		`  sha256: ${sha256}, also in ${file}.sha256`,
		`To use it: single-kube start --bundle ${file} --bundle-sha256 ${sha256}`,
	].join('\n');
}
