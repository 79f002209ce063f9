/** Everything from a Debian mirror: the base by mmdebstrap, packages, and Kubernetes compiled from Debian's source package. */
import {SingleKubeError} from '../../errors.ts';
import {baseInputs, makeBaseImage} from '../base-image.ts';
import {debianKubernetesVersion} from '../catalogue.ts';
import {cachedPrograms, compilePrograms, type Programs, programsHash} from '../programs.ts';
import type {BaseSource, ImageSource, ProgramSource} from '../source.ts';

const debianBase: BaseSource = {
	inputs: baseInputs,
	context: async () => [],
	needs: [],
	make: async (reference, labels, {engine, architecture, install, emit, signal}) => makeBaseImage(engine, reference, labels, architecture, install, emit, signal),
};

/** What images/builder/compile.sh leaves. */
const compiled = new Set(['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy', 'kubelet', 'kubectl', 'pause', 'busybox']);

/** By architecture: it is asked for each program of each image, and says the same of all. */
const hashes = new Map<string, Promise<string>>();

async function hashFor(architecture: string): Promise<string> {
	const known = hashes.get(architecture) ?? programsHash(baseInputs, architecture);
	hashes.set(architecture, known);
	return known;
}

const debianPrograms: ProgramSource = {
	has: program => compiled.has(program),
	identity: async (_program, architecture) => hashFor(architecture),
	open({engine, architecture, base, proxies, emit, signal}) {
		let programs: Promise<Programs> | undefined;
		return async program => {
			programs ??= (async () => {
				const hash = await hashFor(architecture);
				return await cachedPrograms(hash) ?? await compilePrograms(engine, await base(), hash, proxies, emit, signal);
			})();
			return (await programs).read(program);
		};
	},
};

/** Kubernetes 1.20.2. */
export const debianSource: ImageSource = {
	name: 'debian',
	kubernetesVersion: debianKubernetesVersion,
	versions: {},
	published: {},
	roots: {},
	base: debianBase,
	programs: debianPrograms,
	async fetch(references) {
		throw new SingleKubeError('IMAGE_MISSING', 'the engine does not have an image that is not built here', {
			seen: references.map(reference => `no image ${reference}`), hint: `docker pull ${references[0]}`,
		});
	},
};

/** Whether Debian's is what was asked for; nothing was, or the minor version alone. */
export function isDebianVersion(version: string | undefined): boolean {
	return version === undefined || [debianKubernetesVersion, debianKubernetesVersion.split('.').slice(0, 2).join('.')].includes(version.replace(/^v/, ''));
}
