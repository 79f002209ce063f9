import {sourceOfCluster} from '../../cluster/settle-source.ts';
import {connectToExisting} from '../../cluster/status.ts';
import {connectEngine} from '../../engine/connect.ts';
import {SingleKubeError} from '../../errors.ts';
import {ignoreEvents} from '../../events.ts';
import type {ImageName} from '../../images/catalogue.ts';
import {buildImages} from '../../images/ensure-images.ts';
import {type ImageState, listImages} from '../../images/list-images.ts';
import {clusterOptions, type Run} from '../invocation.ts';
import {formatTable, printResult} from '../output.ts';
import {withProgress} from '../with-progress.ts';

/** `images list` looks only; `images build NAME…` has them built, on an engine that is started for it, as `start` does. */
export const run: Run = async ({flags, words: [action, ...names]}, signal) => {
	if (action === 'list') {
		if (names.length > 0) {
			throw new SingleKubeError('COMMAND_LINE_INVALID', 'images list takes no names', {hint: 'single-kube images list'});
		}

		const options = clusterOptions(flags);
		const engine = await connectToExisting(options, ignoreEvents, signal);
		const {source} = await sourceOfCluster(engine, options, ignoreEvents, signal);
		const images = await listImages(engine, source);
		printResult(flags, images, () => formatImages(images));
		return 0;
	}

	if (names.length === 0) {
		throw new SingleKubeError('COMMAND_LINE_INVALID', 'images build takes the names of images', {hint: 'single-kube images list shows them: single-kube images build redis'});
	}

	const built = await withProgress(flags, async (options, emit) => {
		const install = options.install ?? true;
		const engine = await connectEngine({engine: options.engine ?? 'auto', install, confirm: options.confirm}, emit, signal);
		const {source} = await sourceOfCluster(engine, options, emit, signal);
		await buildImages(engine, names as ImageName[], {source, install}, emit, signal);
		return (await listImages(engine, source)).filter(({name}) => names.includes(name));
	});
	printResult(flags, built, () => formatImages(built));
	return 0;
};

export function formatImages(images: readonly ImageState[]): string {
	return formatTable(['IMAGE', 'STATE', 'SIZE', 'NEEDED', 'REFERENCE', 'IN MANIFESTS'], images.map(({name, state, size, needed, reference, manifestName}) =>
		[name, state, size === undefined ? '-' : `${Math.round(size / 1e6)} MB`, needed, reference, manifestName ?? '-']));
}
