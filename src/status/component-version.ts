/** Which version of its program a component runs. Pure. */
import {isKubernetesProgram} from '../images/catalogue.ts';
import type {Settings} from '../plan/topology.ts';

type Running = {
	/** The service's name: `kubelet`. */
	readonly name: string;
	readonly image: string;
	/** What its image says of itself: of images that are built of packages, a name of Debian's. */
	readonly label: string | undefined;
	/** What it said itself. */
	readonly said: string | undefined;
};

/** @returns undefined for programs of ours, whose version is single-kube's, and where nobody knows */
export function componentVersion({name, image, label, said}: Running, settings: Pick<Settings, 'images' | 'kubernetesVersion'>): string | undefined {
	if (said !== undefined) {
		return said;
	}

	if (isKubernetesProgram(name)) {
		const {used, versions, kubernetesVersion} = settings.images ?? {};
		return used?.[name]?.version ?? versions?.[name] ?? settings.kubernetesVersion ?? kubernetesVersion ?? label;
	}

	// Upstream's: the tag is the version.
	return image.startsWith('single-kube/') ? undefined : /:v?(\d[\w.-]*)$/.exec(image)?.[1];
}
