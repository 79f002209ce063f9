/** Where a cluster's images come from: what the four sources have in common, and what differs between them. */
import type {Engine} from '../engine/engine.ts';
import type {SingleKubeError} from '../errors.ts';
import type {Emit} from '../events.ts';
import type {ImageName} from './catalogue.ts';
import type {ContextFile} from './content.ts';

export const sourceNames = ['registry', 'debian', 'local', 'bundle'] as const;
export type SourceName = (typeof sourceNames)[number];

/** A source that has been settled on, for one cluster: which versions, from where. Making it asks nobody for anything. */
export type ImageSource = {
	readonly name: SourceName;
	/** The cluster's version of Kubernetes, such as `1.36.2`. */
	readonly kubernetesVersion: string;
	/** The versions of Kubernetes' programs that are not the cluster's: `kube-scheduler` → `1.35.1`. */
	readonly versions: Readonly<Record<string, string>>;
	/** The version of cri-dockerd, where the source knows it. */
	readonly criDockerd?: string | undefined;
	/** Which images are had as they are, instead of being built: references by our names. */
	readonly published: Readonly<Partial<Record<ImageName, string>>>;
	/** The upstream image that one of ours is built on, if it is not built from a program: `kube-apiserver`. */
	readonly roots: Readonly<Partial<Record<ImageName, string>>>;
	readonly base: BaseSource;
	readonly programs: ProgramSource;
	/** References for which the engine has another image than the source: fetched as if it had none. */
	readonly outdated?: ReadonlySet<string>;
	/** Of a source that has images only: what to say of those that it lacks. */
	readonly cannotBuild?: (names: readonly ImageName[]) => SingleKubeError;
	/**
	 * Have these images on the engine, under these names.
	 *
	 * @throws SingleKubeError IMAGE_MISSING where a source has no images to give, and those of pulling
	 */
	readonly fetch: (references: readonly string[], tools: BuildTools) => Promise<void>;
};

/** How the base of all images that are built is made. */
export type BaseSource = {
	/** All that it is made from: the same texts, the same base. */
	readonly inputs: readonly string[];
	/** Files that belong to its content. */
	readonly context: () => Promise<readonly ContextFile[]>;
	/** References that making it needs on the engine. */
	readonly needs: readonly string[];
	readonly make: (reference: string, labels: Readonly<Record<string, string>>, tools: BuildTools) => Promise<void>;
};

/** Programs that go into images: compiled, downloaded, read from a folder. */
export type ProgramSource = {
	readonly has: (program: string) => boolean;
	/** The images that programs are read from, where they are: fetched before. */
	readonly images?: Readonly<Record<string, string>>;
	/** What a program is made from, before it is there: the same text, the same program. */
	readonly identity: (program: string, architecture: string) => Promise<string>;
	/** Have them read: what takes long is done once for all that are asked for. @throws SingleKubeError of the source */
	readonly open: (tools: BuildTools & {readonly base: () => Promise<string>}) => ProgramReader;
};

export type ProgramReader = (program: string) => Promise<Buffer>;

/** What making images needs of the machine. */
export type BuildTools = {
	readonly engine: Engine;
	/** As Go names it. */
	readonly architecture: string;
	/** Whether packages may be installed on this machine. */
	readonly install: boolean;
	readonly proxies: Readonly<Record<string, string>>;
	readonly emit: Emit;
	readonly signal: AbortSignal;
};

/** The version of a program of Kubernetes. */
export function versionOf({versions, kubernetesVersion}: Pick<ImageSource, 'versions' | 'kubernetesVersion'>, program: string): string {
	return versions[program] ?? kubernetesVersion;
}
