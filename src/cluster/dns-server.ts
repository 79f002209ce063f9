/** Which DNS server a cluster runs shows in its images: CoreDNS' instead of BIND's. */
import type {Engine} from '../engine/engine.ts';
import type {ImageName} from '../images/catalogue.ts';
import type {ImageSource} from '../images/source.ts';
import {coreDnsMissing, findCoreDns} from '../images/coredns.ts';
import type {Settings} from '../plan/topology.ts';

/**
 * @param engine undefined for one that is yet to come, with no image
 * @returns the images to have beside those that the cluster's add-ons need
 * @throws SingleKubeError IMAGE_MISSING when CoreDNS was asked for and is not there
 */
export async function dnsServerImages(engine: Engine | undefined, {addons, dnsServer = 'auto'}: Settings, {kubernetesVersion, roots, published}: Pick<ImageSource, 'kubernetesVersion' | 'roots' | 'published'>): Promise<ImageName[]> {
	if (!addons.includes('dns') || dnsServer === 'bind') {
		return [];
	}

	// The source has it: nothing to look for.
	if ((roots.coredns ?? published.coredns) !== undefined) {
		return ['coredns'];
	}

	// Of a bundle, which has either: an image that the engine has beside it could not be made into ours.
	if (published.dns !== undefined && dnsServer === 'auto') {
		return [];
	}

	const found = engine && await findCoreDns(engine, kubernetesVersion);
	if (dnsServer === 'coredns' && !found) {
		throw coreDnsMissing(kubernetesVersion);
	}

	return found && (dnsServer === 'coredns' || found.named) ? ['coredns'] : [];
}
