/** Where each image can be had, known of all before one byte of the first is pulled. */
import {listImageNames} from '../engine/find-images.ts';
import type {RegistryFailure} from '../engine/registry-failure.ts';
import {Slots} from '../slots.ts';
import {imageCandidates, type RegistryMirror} from './mirrors.ts';
import {familiarName, parseReference} from './references.ts';
import type {RegistryAccess} from './registry-access.ts';
import {type Unavailable, unavailableError} from './unavailable.ts';

/** An image, the first place that has it, and what was seen before. */
export type FoundImage = {
	/** Upstream's name. */
	readonly image: string;
	readonly candidate: string;
	/** Of its manifest there: what is pulled is this. */
	readonly digest: string;
	/** The places after that one. */
	readonly rest: readonly string[];
	readonly tried: Unavailable['tried'];
};

/** How many questions are under way at once. */
const atOnce = 8;

/**
 * @param wanted upstream's names; what the engine has under them is neither asked for nor returned
 * @throws SingleKubeError IMAGE_NOT_FOUND, REGISTRY_DENIED, REGISTRY_UNTRUSTED, REGISTRY_UNREACHABLE naming every image that
 *   cannot be had and where it was looked for; OPTION_INVALID; those of the engine; the signal's reason
 */
export async function findImages(access: RegistryAccess, wanted: readonly string[], mirrors: readonly RegistryMirror[]): Promise<FoundImage[]> {
	const missing = await missingImages(access, wanted);
	const slots = new Slots(atOnce);
	const answers = await Promise.all(missing.map(async image => slots.use(async () => findFirst(access, image, imageCandidates(image, mirrors)))));
	const unavailable = answers.filter((answer): answer is Unavailable => !('candidate' in answer));
	if (unavailable.length > 0) {
		throw unavailableError(unavailable);
	}

	return answers as FoundImage[];
}

/** Of these names those that the engine has no image for; one call. */
export async function missingImages({engine}: Pick<RegistryAccess, 'engine'>, wanted: readonly string[]): Promise<string[]> {
	const present = await listImageNames(engine);
	return [...new Set(wanted)].filter(image => !present.has(familiarName(parseReference(image))));
}

/** The places one after the other: the order is the user's. @param before what was tried already */
export async function findFirst(access: RegistryAccess, image: string, candidates: readonly string[], before: Unavailable['tried'] = []): Promise<FoundImage | Unavailable> {
	const tried: Array<{candidate: string; failure: RegistryFailure}> = [...before];
	for (const [index, candidate] of candidates.entries()) {
		const answer = await access.ask(candidate);
		if (answer.kind === 'found') {
			return {image, candidate, digest: answer.digest, rest: candidates.slice(index + 1), tried};
		}

		tried.push({candidate, failure: answer});
	}

	return {image, tried};
}
