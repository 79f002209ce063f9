/** One image onto the engine, from the first place that gives it whole. */
import {setTimeout as sleep} from 'node:timers/promises';
import {imageId} from '../engine/find-images.ts';
import {tagImage, untagImage} from '../engine/images.ts';
import {pullByDigest} from '../engine/pull.ts';
import type {PullProgress} from '../engine/pulled-bytes.ts';
import {mayPass, type RegistryFailure} from '../engine/registry-failure.ts';
import type {Emit} from '../events.ts';
import {findFirst, type FoundImage} from './find-images.ts';
import {familiarRepository, parseReference} from './references.ts';
import type {RegistryAccess} from './registry-access.ts';
import {unavailableError} from './unavailable.ts';

/** Times in milliseconds; tests shorten them. */
export type PullOptions = {
	/** Before the second, third … try at one place; 1, 2, 4 and 8 s. The engine does not pass on a registry's Retry-After. */
	readonly retryPausesMs?: readonly number[];
	/** Without a word for so long a try is given up; 60 s. */
	readonly stallMs?: number;
};

const defaultPauses = [1000, 2000, 4000, 8000];
/** Progress is told ten times a second at most. */
const progressPause = 100;

/**
 * @param present the names that the engine had before: those stay
 * @throws SingleKubeError IMAGE_CORRUPT, IMAGE_PULL_FAILED, those of findImages, those of the engine; the signal's reason. No name of a mirror is left either way
 */
export async function pullOne(access: RegistryAccess, found: FoundImage, present: ReadonlySet<string>, options: PullOptions, emit: Emit, signal: AbortSignal): Promise<void> {
	for (let place = found; ;) {
		const failure = await pullFrom(access, place, present, options, emit, signal);
		if (!failure) {
			return;
		}

		const tried = [...place.tried, {candidate: place.candidate, failure}];
		const next = await findFirst(access, place.image, place.rest, tried);
		if (!('candidate' in next)) {
			throw unavailableError([next]);
		}

		emit({type: 'warned', phase: 'images', text: `${place.image}: ${place.candidate}: ${failure.message}; now from ${next.candidate}`});
		place = next;
	}
}

/** @returns why this place will not do, undefined when the image is there under upstream's name */
async function pullFrom(access: RegistryAccess, place: FoundImage, present: ReadonlySet<string>, {retryPausesMs = defaultPauses, stallMs = 60_000}: PullOptions, emit: Emit, signal: AbortSignal): Promise<RegistryFailure | undefined> {
	const from = parseReference(place.candidate);
	const auth = await access.authFor(from.registry);
	const report = reporter(place.image, from.registry, emit);
	const startedAt = performance.now();
	for (let tries = 0; ; tries++) {
		const failure = await withoutTraces(access, place, present, async byDigest =>
			await pullByDigest(access.engine, {repository: `${from.registry}/${from.path}`, digest: place.digest, auth, stallMs}, report, signal)
				?? nameAsUpstream(access, place.image, byDigest));
		if (!failure) {
			emit({type: 'image-pull-finished', image: place.image, from: from.registry, seconds: (performance.now() - startedAt) / 1000});
			return undefined;
		}

		const pause = retryPausesMs[tries];
		if (pause === undefined || !(mayPass(failure) || failure.kind === 'unreachable')) {
			return failure;
		}

		emit({type: 'noted', phase: 'images', text: `${place.candidate}: ${failure.message}; again in ${pause / 1000} s`});
		await sleep(pause, undefined, {signal}).catch(() => signal.throwIfAborted());
	}
}

/** Another start may have taken away the name that this one pulled by; then the layers are there, and the next try is short. */
async function nameAsUpstream({engine}: RegistryAccess, image: string, byDigest: string): Promise<RegistryFailure | undefined> {
	const id = await imageId(engine, byDigest);
	if (id === undefined) {
		return {kind: 'dropped', message: 'the image was removed when it had come'};
	}

	const reference = parseReference(image);
	await tagImage(engine, id, familiarRepository(reference), reference.tag);
	return undefined;
}

/** An engine keeps the digest under which it pulled as a name: a mirror's is of no use to anybody. */
async function withoutTraces<T>({engine}: RegistryAccess, {image, candidate, digest}: FoundImage, present: ReadonlySet<string>, work: (byDigest: string) => Promise<T>): Promise<T> {
	const repository = familiarRepository(parseReference(candidate));
	const byDigest = `${repository}@${digest}`;
	let failed = true;
	try {
		const result = await work(byDigest);
		failed = result !== undefined;
		return result;
	} finally {
		// Upstream's own stays beside its tag, as after any pull.
		if (!present.has(byDigest) && (failed || repository !== familiarRepository(parseReference(image)))) {
			await untagImage(engine, byDigest);
		}
	}
}

function reporter(image: string, from: string, emit: Emit): (progress: PullProgress) => void {
	let last = Number.NEGATIVE_INFINITY;
	let told = -1;
	return ({bytes, total}) => {
		const now = performance.now();
		if (bytes !== told && (now - last >= progressPause || bytes === total)) {
			last = now;
			told = bytes;
			emit({type: 'image-pull-progressed', image, from, bytes, ...total === undefined ? {} : {total}});
		}
	};
}
