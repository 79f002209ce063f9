/** A bundle of small made-up images, with the headers and names of what `docker save` gives. */
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {Readable} from 'node:stream';
import type {ExecutionContext} from 'ava';
import {pack} from 'tar-stream';
import type {ManifestHead} from '../../src/bundle/bundle-bytes.ts';
import {bundleFormat} from '../../src/bundle/manifest.ts';
import {writeBundle, type WrittenBundle} from '../../src/bundle/write-bundle.ts';

export const layer = `${'a'.repeat(64)}/layer.tar`;
export const sharedLayer = `${'b'.repeat(64)}/layer.tar`;

/** Layers of 300,000 and 70 bytes, a layer that is a link, and the archive's own manifest. */
export function fakeArchive(names: readonly string[] = ['single-kube/etcd:1', 'single-kube/pause:1']): Readable {
	const archive = pack();
	const mtime = new Date('2026-01-01');
	archive.entry({name: path.dirname(layer), type: 'directory', mtime});
	archive.entry({name: layer, mtime}, Buffer.alloc(300_000, 'layer '));
	archive.entry({name: path.dirname(sharedLayer), type: 'directory', mtime});
	archive.entry({name: sharedLayer, type: 'symlink', linkname: `../${layer}`, mtime});
	archive.entry({name: `${'c'.repeat(64)}.json`, mtime}, 'x'.repeat(70));
	archive.entry({name: 'manifest.json'}, JSON.stringify(names.map(name => ({Config: `${'c'.repeat(64)}.json`, RepoTags: [name], Layers: [layer]}))));
	archive.finalize();
	return Readable.from(archive as unknown as AsyncIterable<Buffer>);
}

const image = (name: string): ManifestHead['images']['etcd'] => ({reference: name, names: [name], version: '1', id: `sha256:${name}`, layers: [`sha256:${name}`], runs: '[]'});

export const fakeHead: ManifestHead = {
	format: bundleFormat, singleKube: '0.1.0', content: 'd'.repeat(64), kubernetesVersion: '1.20.2', versions: {}, architecture: 'amd64', engine: '20.10.24', addons: ['dns'],
	images: {etcd: image('single-kube/etcd:1'), pause: image('single-kube/pause:1')},
};

export async function temporaryFolder(t: ExecutionContext): Promise<string> {
	const folder = await mkdtemp(path.join(tmpdir(), 'sk-bundle-'));
	t.teardown(async () => rm(folder, {recursive: true, force: true}));
	return folder;
}

export async function fakeBundle(t: ExecutionContext, name = 'bundle.tar', head: ManifestHead = fakeHead): Promise<WrittenBundle> {
	return writeBundle(path.join(await temporaryFolder(t), name), fakeArchive(), head, () => undefined, AbortSignal.timeout(10_000));
}
