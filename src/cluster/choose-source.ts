/** `--source auto`, the default: the first source that can serve, found within seconds, with the reason said. */
import {access as accessFile} from 'node:fs/promises';
import type {Engine} from '../engine/engine.ts';
import {findProgram} from '../embedded-engine/programs.ts';
import {SingleKubeError} from '../errors.ts';
import type {Emit} from '../events.ts';
import {describeImages} from '../images/describe-images.ts';
import {debianSource, isDebianVersion} from '../images/sources/debian.ts';
import {kubernetesImage, type UpstreamAccess} from '../images/sources/registry.ts';
import {registryAnswers} from '../upstream/probe.ts';
import {versionFor} from '../upstream/versions.ts';

export type ChoiceInput = {
	/** What was asked for; undefined: whatever there is. */
	readonly version: string | undefined;
	/** What a registry would be asked for; undefined: the newest known. */
	readonly upstreamVersion: string | undefined;
	readonly access: UpstreamAccess;
	readonly install: boolean;
};

/** How long a registry, or all its mirrors together, may take to answer, in milliseconds. */
const answersWithin = 3000;

/**
 * Debian's images where they are all on the engine, since nothing has to be fetched or built then; else a registry that
 * answers; else Debian's packages.
 *
 * @param engine undefined for one that is yet to come: it is asked for nothing
 * @throws SingleKubeError SOURCE_UNAVAILABLE saying of each source why not; VERSION_UNKNOWN
 */
export async function chooseSource(engine: Engine | undefined, {version, upstreamVersion, access, install}: ChoiceInput, emit: Emit, signal: AbortSignal): Promise<'registry' | 'debian'> {
	const chosen = (source: 'registry' | 'debian', why: string): typeof source => {
		emit({type: 'noted', phase: 'images', text: `images: source ${source}, because ${why}`});
		return source;
	};

	const ofDebian = isDebianVersion(version);
	if (engine && ofDebian && (await describeImages(engine, {source: debianSource, addons: []})).builds.length === 0) {
		return chosen('debian', 'they are on the engine');
	}

	const release = versionFor(upstreamVersion);
	const answer = engine
		? await registryAnswers(engine, kubernetesImage('kube-apiserver', release.version), access.registryMirrors, answersWithin, signal, access.environment)
		: {answers: false, why: 'there is no engine yet that could ask'};
	if (answer.answers) {
		return chosen('registry', answer.why);
	}

	const hindrance = ofDebian ? await whyNotDebian(install) : `it has Kubernetes ${debianSource.kubernetesVersion} only`;
	if (hindrance === undefined) {
		return chosen('debian', `no registry can be reached (${answer.why})`);
	}

	throw new SingleKubeError('SOURCE_UNAVAILABLE', 'there is no source of images that can serve here', {
		seen: [`registry: ${answer.why}`, `debian: ${hindrance}`],
		hint: 'Name a mirror (--registry-mirror registry.k8s.io=HOST/PREFIX), or a bundle (--bundle FILE)',
	});
}

/** @returns undefined when images can be built from Debian's packages on this machine */
export async function whyNotDebian(install: boolean): Promise<string | undefined> {
	if (process.getuid?.() !== 0) {
		return 'making its base image takes root';
	}

	if (findProgram('mmdebstrap', process.env)) {
		return undefined;
	}

	const hasApt = findProgram('apt-get', process.env) !== undefined && await accessFile('/etc/apt').then(() => true, () => false);
	return hasApt ? install ? undefined : 'mmdebstrap is not installed, and nothing may be installed' : 'this machine has neither mmdebstrap nor apt';
}
