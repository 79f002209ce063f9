/** What an engine says when it is asked what is in registries, without registries. */
import {hostname, release} from 'node:os';
import path from 'node:path';
import type {ExecutionContext} from 'ava';
import type {Engine} from '../../src/engine/engine.ts';
import {unixEngine} from '../../src/engine/unix-engine.ts';
import {listen, makeDirectory} from '../engine/fake-engine.ts';

/** An answer of a registry as the engine passes it on; `hang` is none at all. */
export type Said = {readonly status: number; readonly body: object} | 'hang';

export const has = (...architectures: readonly string[]): Said =>
	({status: 200, body: {Descriptor: {digest: `sha256:${'1'.repeat(64)}`}, Platforms: architectures.map(architecture => ({os: 'linux', architecture}))}});
export const says = (status: number, message: string): Said => ({status, body: {message}});

export type Asked = {readonly reference: string; readonly auth: unknown};

/** @param answers in the order of the questions about a reference, the last for all that follow */
export async function fakeEngine(t: ExecutionContext, answers: Readonly<Record<string, readonly Said[]>>, {present = [], name = hostname()}: {readonly present?: readonly string[]; readonly name?: string} = {}): Promise<{readonly engine: Engine; readonly asked: readonly Asked[]; readonly directory: string}> {
	const directory = await makeDirectory(t);
	const socket = path.join(directory, 'docker.sock');
	const asked: Asked[] = [];
	await listen(t, socket, (request, response) => {
		const url = request.url ?? '';
		const answer = (body: object, status = 200): void => {
			response.writeHead(status, {'Content-Type': 'application/json'}).end(JSON.stringify(body));
		};

		if (url.startsWith('/version')) {
			return answer({Version: '20.10.24', ApiVersion: '1.41', MinAPIVersion: '1.12', Os: 'linux', Arch: 'amd64'});
		}

		if (url.startsWith('/info')) {
			return answer({Name: name, KernelVersion: release()});
		}

		if (url.startsWith('/images/json')) {
			return answer(present.map(tag => ({RepoTags: [tag], RepoDigests: null})));
		}

		const reference = /^\/distribution\/(.+)\/json$/.exec(url)?.[1] ?? '';
		const before = asked.filter(({reference: other}) => other === reference).length;
		const header = request.headers['x-registry-auth'];
		asked.push({reference, auth: typeof header === 'string' ? JSON.parse(Buffer.from(header, 'base64url').toString()) : undefined});
		const list = answers[reference] ?? [says(404, 'manifest unknown: manifest unknown')];
		const said = list[Math.min(before, list.length - 1)]!;
		if (said !== 'hang') {
			answer(said.body, said.status);
		}
	});
	return {engine: unixEngine(socket, 'a test'), asked, directory};
}
