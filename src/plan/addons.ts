/** What a cluster may have beside the parts that make it one. Pure. */

/** In the order in which they are listed for a person. */
export const addonNames = ['dns', 'storage', 'load-balancer', 'metrics', 'ingress'] as const;
export type AddonName = (typeof addonNames)[number];

/** Those of a new cluster when nobody says otherwise. */
export const defaultAddons: readonly AddonName[] = ['dns', 'storage', 'load-balancer', 'metrics'];

/** What minikube calls what is part of an add-on here. */
const minikubeNames: Readonly<Record<string, AddonName>> = {
	'metrics-server': 'metrics', 'storage-provisioner': 'storage', 'default-storageclass': 'storage', metallb: 'load-balancer', coredns: 'dns',
};

/**
 * What `--addons` means: a list (`dns,storage`), `all`, `none`, or changes (`+ingress,-metrics`).
 *
 * minikube's names are known as well, and add as they do there: `metrics-server`.
 *
 * @param before the add-ons that a change starts from
 * @returns the chosen ones, in the order of addonNames
 * @throws RangeError naming the word that is none
 */
export function chooseAddons(text: string, before: readonly AddonName[]): AddonName[] {
	const given = text.split(',').map(word => word.trim()).filter(word => word !== '');
	// A list with a name that only minikube has is meant as there: it adds.
	const adds = given.some(word => word in minikubeNames) && given.every(word => /^[a-z]/.test(word));
	const words = given.map(word => {
		const [, sign = '', name = ''] = /^([+-]?)(.*)$/.exec(word)!;
		return `${adds ? '+' : sign}${minikubeNames[name] ?? name}`;
	});
	const changes = words.filter(word => /^[+-]/.test(word));
	if (changes.length > 0 && changes.length < words.length) {
		throw new RangeError(`expected either a list or changes (+NAME, -NAME), found "${text}"`);
	}

	const chosen = new Set<AddonName>(changes.length > 0 ? before : []);
	for (const word of words) {
		if (word === 'all' || word === 'none') {
			if (words.length > 1) {
				throw new RangeError(`expected ${word} to stand alone, found "${text}"`);
			}

			return word === 'all' ? [...addonNames] : [];
		}

		const name = addonNames.find(addon => addon === word.replace(/^[+-]/, ''));
		if (!name) {
			throw new RangeError(`expected ${addonNames.join(', ')}, all or none, found "${word}"`);
		}

		if (word.startsWith('-')) {
			chosen.delete(name);
		} else {
			chosen.add(name);
		}
	}

	return addonNames.filter(addon => chosen.has(addon));
}
