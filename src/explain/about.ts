/** What the files of compose/ tell of their components, for people: `x-single-kube.about`. */
import type {z} from 'zod';
import {readComposeDirectory, type RawFile} from '../compose/read.ts';
import {aboutSchema} from '../compose/schema.ts';

export type About = {
	readonly does: string;
	/** Whom it asks, by the service's name or another word for it (`engine`), and for what. */
	readonly talksTo: Readonly<Record<string, string>>;
	/** What breaks when it is away. */
	readonly without: string;
	/** Pages of docs/. */
	readonly read: readonly string[];
};

/** A component's part of compose/, as it stands there: nothing is filled in. */
export type ComposeService = {
	/** `kubelet.yaml` */
	readonly file: string;
	readonly about: About | undefined;
	readonly command: readonly string[];
	readonly byVersion: ReadonlyArray<{readonly versions: string; readonly args: readonly string[]; readonly files: Readonly<Record<string, unknown>>}>;
	readonly files: Readonly<Record<string, unknown>>;
};

/** By the services' names. @throws SingleKubeError COMPOSE_INVALID when a file is no YAML */
export async function readServices(directory?: string): Promise<ReadonlyMap<string, ComposeService>> {
	return servicesOf(await readComposeDirectory(directory));
}

/** Pure. */
export function servicesOf(files: readonly RawFile[]): ReadonlyMap<string, ComposeService> {
	return new Map(files.flatMap(({file, content}) => Object.entries((content as RawContent | undefined)?.services ?? {}).map(([name, service]) => {
		const {about, files = {}, 'by-version': byVersion = []} = service?.['x-single-kube'] ?? {};
		return [name, {
			file, about: about === undefined ? undefined : aboutOf(aboutSchema.parse(about)), command: (service?.command ?? []).map(String), files,
			byVersion: byVersion.map(({versions, args = [], files = {}}) => ({versions, args: args.map(String), files})),
		}] as const;
	})));
}

type RawExtension = {
	readonly about?: unknown; readonly files?: Readonly<Record<string, unknown>>;
	readonly 'by-version'?: ReadonlyArray<{readonly versions: string; readonly args?: readonly unknown[]; readonly files?: Readonly<Record<string, unknown>>}>;
};
type RawContent = {readonly services?: Readonly<Record<string, {readonly command?: readonly unknown[]; readonly 'x-single-kube'?: RawExtension} | undefined>>};

function aboutOf({does, without, read, 'talks-to': talksTo}: z.output<typeof aboutSchema>): About {
	return {does, talksTo, without, read};
}
