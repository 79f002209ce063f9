/** Registries of its own for a test, on a real engine: a plain one and one with TLS and a password, both Debian's docker-registry. */
import {randomBytes} from 'node:crypto';
import {removeContainer} from '../../src/engine/containers.ts';
import type {RegistryAuth} from '../../src/engine/distribution.ts';
import type {Engine} from '../../src/engine/engine.ts';
import {type EngineFile, writeFiles} from '../../src/engine/files.ts';
import {buildImage, removeImage, tagImage, untagImage} from '../../src/engine/images.ts';
import {logTail} from '../../src/engine/logs.ts';
import {ignoreEvents} from '../../src/events.ts';
import {deadline} from '../../src/health/deadline.ts';
import {probeLog} from '../../src/health/log-probe.ts';
import {buildImages} from '../../src/images/ensure-images.ts';
import {debianSource} from '../../src/images/sources/debian.ts';
import {createAuthority} from '../../src/pki/authority.ts';
import {issueCertificate} from '../../src/pki/issue.ts';
import {servingLine} from '../../src/registry/registry.ts';

export type TestRegistry = {
	/** What the names of its images begin with: `localhost:32768`. */
	readonly host: string;
	readonly port: number;
	/** Copy an image of the engine's into it: `push('single-kube/pause:0123', 'k8s/pause:3.2')`. The engine keeps no name of it. */
	readonly push: (source: string, path: string) => Promise<void>;
};

export type PrivateRegistry = TestRegistry & {readonly auth: RegistryAuth & {readonly username: string; readonly password: string}; /** PEM. */ readonly ca: string};

/** With a bcrypt hash of the lowest cost, such as `htpasswd -nbBC 4 tester 'right horse'` makes. */
const user = {username: 'tester', password: 'right horse', htpasswd: 'tester:$2y$04$abcdefghijklmnopqrstuuLK4yYxcGJwQr33yKnQTmKjI1WQSUD2K\n'};
const configuration = '/etc/docker-registry';
const label = 'dev.single-kube.test-registries';

/**
 * The plain one answers on 127.0.0.1, which engines take without TLS. The private one answers on the address of the
 * engine's default bridge: on a loopback address its certificate would not be looked at.
 *
 * @param name tells these registries from those of other tests; what an earlier run left under it is removed first
 */
export async function startRegistries(engine: Engine, name: string): Promise<{readonly plain: TestRegistry; readonly private: PrivateRegistry; readonly remove: () => Promise<void>}> {
	const remove = async (): Promise<void> => {
		for (const {Id} of await engine.docker.listContainers({all: true, filters: {label: [`${label}=${name}`]}} as object)) {
			await removeContainer(engine, Id);
		}
	};

	await remove();
	try {
		const {registry} = await buildImages(engine, ['registry'], {source: debianSource, install: true}, ignoreEvents, AbortSignal.timeout(300_000));
		const start = async (kind: string, hostIp: string, environment: Readonly<Record<string, string>> = {}, files: readonly EngineFile[] = []): Promise<number> => {
			const container = `${name}-${kind}`;
			await engine.docker.createContainer({
				name: container, Image: registry!.reference, Labels: {[label]: name}, Env: Object.entries(environment).map(([key, value]) => `${key}=${value}`),
				ExposedPorts: {'5000/tcp': {}}, HostConfig: {PortBindings: {'5000/tcp': [{HostIp: hostIp, HostPort: ''}]}},
			});
			await writeFiles(engine, container, configuration, files);
			await engine.docker.getContainer(container).start();
			if (!await probeLog(engine, container, servingLine, deadline(60).signal)) {
				throw new Error(`${container} ended: ${(await logTail(engine, container, 10)).join('\n')}`);
			}

			const {NetworkSettings} = await engine.docker.getContainer(container).inspect();
			return Number(NetworkSettings.Ports['5000/tcp']![0]!.HostPort);
		};

		const plainPort = await start('plain', '127.0.0.1');
		const gateway = await bridgeAddress(engine);
		const authority = await createAuthority(`${name}-ca`);
		const server = await issueCertificate(authority, {commonName: 'registry', usages: ['server'], dnsNames: ['localhost'], ipAddresses: [gateway, '127.0.0.1']});
		const privatePort = await start('private', gateway, {
			REGISTRY_HTTP_TLS_CERTIFICATE: `${configuration}/tls.crt`, REGISTRY_HTTP_TLS_KEY: `${configuration}/tls.key`,
			REGISTRY_AUTH: 'htpasswd', REGISTRY_AUTH_HTPASSWD_REALM: 'test', REGISTRY_AUTH_HTPASSWD_PATH: `${configuration}/htpasswd`,
		}, [['tls.crt', server.certificate], ['tls.key', server.key], ['htpasswd', user.htpasswd]].map(([path, content]) => ({path: path!, content: content!, mode: 0o644})));
		const privateHost = `${gateway}:${privatePort}`;
		const auth = {serveraddress: privateHost, username: user.username, password: user.password};
		// By the loopback address: a push should not need the authority, which is what tests are about.
		const alias = `127.0.0.1:${plainPort}`;
		return {
			plain: {host: `localhost:${plainPort}`, port: plainPort, push: async (source, path) => push(engine, source, `${alias}/${path}`)},
			private: {host: privateHost, port: privatePort, auth, ca: authority.certificate, push: async (source, path) => push(engine, source, `${privateHost}/${path}`, auth)},
			remove,
		};
	} catch (error) {
		await remove();
		throw error;
	}
}

/** An image that no other shares a layer with. @param kilobytes of noise, in each of two layers */
export async function makeNoiseImage(engine: Engine, reference: string, kilobytes = 400): Promise<void> {
	const file = (path: string, content: Buffer) => ({path, content, executable: false});
	await buildImage(engine, {
		reference, labels: {}, arguments: {},
		files: [file('Dockerfile', Buffer.from('FROM scratch\nCOPY one /one\nCOPY two /two\n')), file('one', randomBytes(kilobytes * 1024)), file('two', randomBytes(kilobytes * 1024))],
	}, () => undefined, AbortSignal.timeout(60_000));
}

/** A noise image in a registry and nowhere else. */
export async function pushNoise(engine: Engine, registry: TestRegistry, path: string, kilobytes?: number): Promise<void> {
	const source = `single-kube-test-noise:${randomBytes(6).toString('hex')}`;
	await makeNoiseImage(engine, source, kilobytes);
	try {
		await registry.push(source, path);
	} finally {
		await removeImage(engine, source);
	}
}

async function push(engine: Engine, source: string, target: string, authconfig: object = {}): Promise<void> {
	const [, repository, tag] = /^(.+):([^/:]+)$/.exec(target)! as unknown as [string, string, string];
	await tagImage(engine, source, repository, tag);
	try {
		const stream = await engine.docker.getImage(target).push({authconfig} as object);
		await new Promise<void>((resolve, reject) => {
			engine.docker.modem.followProgress(stream, error => error ? reject(error) : resolve());
		});
	} finally {
		await untagImage(engine, target);
	}
}

async function bridgeAddress(engine: Engine): Promise<string> {
	const {IPAM} = await engine.docker.getNetwork('bridge').inspect() as {IPAM: {Config: ReadonlyArray<{Gateway?: string}>}};
	const gateway = IPAM.Config.find(({Gateway}) => Gateway?.includes('.'))?.Gateway;
	if (gateway === undefined) {
		throw new Error('the engine\'s default bridge has no address');
	}

	return gateway;
}
