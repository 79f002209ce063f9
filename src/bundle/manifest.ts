/** What a bundle says of itself: its last member but one. The members before it are what `docker save` gives, so that `docker load` takes a bundle, too. */
import {z} from 'zod';
import {messageOf} from '../errors.ts';
import {imageNames} from '../images/catalogue.ts';
import {addonNames} from '../plan/addons.ts';

export const manifestName = 'single-kube.json';
/** Beside it, as sha256sum writes it: a manifest has no place for its own. */
export const manifestChecksumName = `${manifestName}.sha256`;
/** What this version of single-kube writes, and the newest that it reads. */
export const bundleFormat = 1;

const digest = z.string().regex(/^[\da-f]{64}$/);

const image = z.object({
	/** The name that the cluster's components have it by. */
	reference: z.string(),
	/** All names that it was saved with. */
	names: z.array(z.string()),
	/** Of the program inside. */
	version: z.string(),
	/** On the engine that it was saved by, and what tells it on others: see ImageIdentity. */
	id: z.string(), layers: z.array(z.string()), runs: z.string(),
});

const schema = z.object({
	format: z.literal(bundleFormat),
	/** The version of single-kube that wrote it, and the hash of what that puts into images. */
	singleKube: z.string(), content: digest,
	kubernetesVersion: z.string(),
	/** Of programs that have another one. */
	versions: z.record(z.string(), z.string()),
	/** As Go names it. */
	architecture: z.string(),
	/** The version of the engine that saved the images. */
	engine: z.string(),
	/** What the images suffice for. */
	addons: z.array(z.enum(addonNames)),
	images: z.partialRecord(z.enum(imageNames), image),
	/** Of every byte before this manifest, uncompressed: members, their headers and what is between them. */
	sha256: digest,
	members: z.array(z.object({name: z.string(), size: z.number().int().nonnegative(), sha256: digest})),
});

export type BundleManifest = z.infer<typeof schema>;
export type BundleImage = z.infer<typeof image>;

export const renderManifest = (manifest: BundleManifest): string => `${JSON.stringify(manifest, undefined, 1)}\n`;

/** @throws Error in words, for what is none, and for one of a newer format */
export function parseManifest(text: string): BundleManifest {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (error) {
		throw new Error(`its ${manifestName} is no JSON: ${messageOf(error)}`, {cause: error});
	}

	const format = (value as {format?: unknown} | null)?.format;
	if (typeof format === 'number' && format > bundleFormat) {
		throw new Error(`it has format ${format}; this version of single-kube reads format ${bundleFormat}: use the newer one that wrote it`);
	}

	const parsed = schema.safeParse(value);
	if (!parsed.success) {
		throw new Error(`its ${manifestName} is not as single-kube writes it: ${z.prettifyError(parsed.error).replaceAll(/\s*\n\s*/g, ' ')}`);
	}

	return parsed.data;
}
