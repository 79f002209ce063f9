/** Whose metrics-server a cluster runs: the upstream one takes the place of ours, with the same command line. */
import type {Engine} from '../engine/engine.ts';
import {imageExists} from '../engine/find-images.ts';
import {SingleKubeError} from '../errors.ts';
import type {Settings} from '../plan/topology.ts';

type Images = Readonly<Record<string, string>>;

/**
 * @param images references by image name
 * @returns the same, with the upstream image where it was chosen
 * @throws SingleKubeError IMAGE_MISSING when it was asked for and the engine does not have it: nothing is pulled
 */
export async function withMetricsServer(engine: Engine, images: Images, {addons, metricsServer = 'own'}: Settings, kubernetesVersion: string): Promise<Images> {
	if (metricsServer === 'own' || !addons.includes('metrics')) {
		return images;
	}

	const reference = upstreamReference(kubernetesVersion);
	if (await imageExists(engine, reference)) {
		return {...images, 'metrics-server': reference};
	}

	if (metricsServer === 'auto') {
		return images;
	}

	throw new SingleKubeError('IMAGE_MISSING', `the engine does not have the image ${reference}`, {
		hint: `docker pull ${reference}, or start with --metrics-server own`,
	});
}

/** The newest release of a series that takes this version (metrics-server's README has the series). @param kubernetesVersion such as 1.20.2 */
export function upstreamReference(kubernetesVersion: string): string {
	const [major = 1, minor = 0] = kubernetesVersion.split('.').map(Number);
	return `registry.k8s.io/metrics-server/metrics-server:${major > 1 || minor >= 31 ? 'v0.8.0' : 'v0.7.2'}`;
}
