/** What dl.k8s.io and GitHub have of a release, served on loopback from programs that are here already. */
import {createHash} from 'node:crypto';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {buffer} from 'node:stream/consumers';
import {gzipSync} from 'node:zlib';
import {pack} from 'tar-stream';
import type {Engine} from '../../src/engine/engine.ts';
import {readFromImage} from '../../src/engine/images.ts';

export type ReleaseServer = {
	readonly url: string;
	/** Paths that were asked for, in order. */
	readonly asked: () => readonly string[];
	/** Serve another content at a path from now on. */
	readonly serve: (path: string, content: Buffer) => void;
	readonly close: () => Promise<void>;
};

export const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

/** @param files contents by path: `/v1.20.2/bin/linux/amd64/kubelet` */
export async function startReleaseServer(files: ReadonlyMap<string, Buffer>): Promise<ReleaseServer> {
	const served = new Map(files);
	const asked: string[] = [];
	const server = createServer(({url = ''}, response) => {
		asked.push(url);
		const content = served.get(url);
		response.writeHead(content ? 200 : 404, {'Content-Length': content?.length ?? 0}).end(content);
	});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		asked: () => asked,
		serve(path, content) {
			served.set(path, content);
		},
		async close() {
			server.closeAllConnections();
			await new Promise(resolve => {
				server.close(resolve);
			});
		},
	};
}

/** The programs of a cluster's images, as a release has them. @param version without a `v` */
export async function releaseOf(engine: Engine, images: Readonly<Record<string, string>>, version: string, architecture: string, cniVersion: string): Promise<Map<string, Buffer>> {
	const [kubelet, kubectl, plugins] = await Promise.all([
		readFromImage(engine, images['kubelet']!, '/usr/local/bin/kubelet'), readFromImage(engine, images['kubectl']!, '/usr/local/bin/kubectl'), readFromImage(engine, images['kubelet']!, '/opt/cni/bin'),
	]);
	const archive = pack();
	for (const [name, content] of plugins) {
		archive.entry({name: `./${name}`, mode: 0o755}, content);
	}

	archive.finalize();
	return new Map([
		[`/v${version}/bin/linux/${architecture}/kubelet`, kubelet.get('')!],
		[`/v${version}/bin/linux/${architecture}/kubectl`, kubectl.get('')!],
		[`/containernetworking/plugins/releases/download/v${cniVersion}/cni-plugins-linux-${architecture}-v${cniVersion}.tgz`, gzipSync(await buffer(archive), {level: 1})],
	]);
}
