/** What package.json and its lock say. */
import {readFile} from 'node:fs/promises';

export type Manifest = {
	readonly name: string; readonly version: string; readonly description: string; readonly license: string; readonly type: string;
	readonly keywords: readonly string[]; readonly engines: {readonly node: string}; readonly bin: Readonly<Record<string, string>>;
	readonly exports: Readonly<Record<string, unknown>>; readonly sideEffects: unknown; readonly scripts: Readonly<Record<string, string>>;
	readonly dependencies: Readonly<Record<string, string>>; readonly devDependencies: Readonly<Record<string, string>>;
};

export type LockedPackage = {readonly dev?: boolean; readonly optional?: boolean; readonly engines?: {readonly node?: string}; readonly hasInstallScript?: boolean};

export async function readPackage(): Promise<Manifest> {
	return JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as Manifest;
}

/** @returns what a user of the package gets installed, by its folder: `node_modules/ink` */
export async function installedPackages(): Promise<ReadonlyArray<readonly [folder: string, LockedPackage]>> {
	const lock = JSON.parse(await readFile(new URL('../../package-lock.json', import.meta.url), 'utf8')) as {packages: Record<string, LockedPackage>};
	return Object.entries(lock.packages).filter(([folder, {dev}]) => folder !== '' && !dev);
}
