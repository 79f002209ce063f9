/** The calls on containers: made ours, found only when ours, shown as the shim expects them. */
import {type EngineLink, readBody} from './engine-calls.ts';
import {rewriteCreate} from './create-body.ts';
import {ask, type Call, relay, relayBody} from './forward.ts';
import {endToEnd, withoutBodyHeaders} from './headers.ts';
import {addLabelFilters} from './filters.ts';
import {isObject, type JsonObject, parseObject, stringify} from './json.ts';
import {podOf} from './pod-of-call.ts';
import {makeResolvConf, removeResolvConf} from './resolv-conf.ts';
import type {OwnContainer, Scope} from './scope.ts';

export type Node = {
	readonly link: EngineLink;
	readonly scope: Scope;
	readonly holder: string;
	readonly oomScoreAdjMinimum: () => Promise<number>;
	readonly stateDir: string;
};

export async function createContainer(node: Node, call: Call): Promise<void> {
	if (call.request.headers.expect?.toLowerCase() === '100-continue') {
		call.response.writeContinue();
	}

	const body = parseObject((await readBody(call.request)).toString());
	const rewritten = await rewriteCreate(body, {
		labels: node.scope.labels,
		holder: node.holder,
		oomScoreAdjMinimum: await node.oomScoreAdjMinimum(),
		find: reference => node.scope.find(reference),
		makeResolvConf: () => makeResolvConf(node.stateDir),
	});
	call.about = podOf(body['Labels']);
	call.notes.push('labelled', ...rewritten.notes);
	let unused = rewritten.resolvConf;
	try {
		const headers = {...withoutBodyHeaders(endToEnd(call.request)), 'Content-Type': 'application/json'};
		const sent = Buffer.from(stringify(body));
		// Seen through to its end even when the client left: only the answer says whether the resolv.conf is in use.
		const answer = await ask(node.link, call, {body: sent, headers: {...headers, 'Content-Length': sent.length}, seeThrough: true});
		const text = (await readBody(answer, 502)).toString();
		if (answer.statusCode === 201) {
			const {Id: id} = parseObject(text, 502);
			node.scope.remember({id: String(id), resolvConf: rewritten.resolvConf, about: call.about});
			unused = undefined;
		}

		await removeResolvConf(node.stateDir, unused);
		relayBody(answer, text, call.response);
	} catch (error) {
		await removeResolvConf(node.stateDir, unused);
		throw error;
	}
}

export async function listContainers(node: Node, call: Call): Promise<void> {
	addLabelFilters(call.target.query, node.scope.labels);
	call.notes.push('filtered');
	await relay(await ask(node.link, call), call.response);
}

/** Both shims test for the word `host` (networkNamespaceMode), and write to ResolvConfPath. */
export async function inspectContainer(node: Node, call: Call, reference: string): Promise<void> {
	const own = await findFor(node, call, reference);
	const answer = await ask(node.link, call, {segments: ['containers', own.id, 'json']});
	if (own.resolvConf === undefined || answer.statusCode !== 200 || call.request.method === 'HEAD') {
		return relay(answer, call.response);
	}

	const inspected = parseObject((await readBody(answer, 502)).toString(), 502);
	showAsHost(inspected, own.resolvConf);
	call.notes.push('shown as host network');
	relayBody(answer, `${stringify(inspected)}\n`, call.response);
}

export async function removeContainer(node: Node, call: Call, reference: string): Promise<void> {
	const own = await findFor(node, call, reference);
	const answer = await ask(node.link, call, {segments: ['containers', own.id]});
	const status = answer.statusCode ?? 0;
	if (status < 300 || status === 404) {
		node.scope.forget(own.id);
		await removeResolvConf(node.stateDir, own.resolvConf);
	}

	await relay(answer, call.response);
}

/** Any other call on one container, sent on under its full id. */
export async function onContainer(node: Node, call: Call, reference: string): Promise<void> {
	const own = await findFor(node, call, reference);
	const [, , ...action] = call.target.segments;
	await relay(await ask(node.link, call, {segments: ['containers', own.id, ...action]}), call.response);
}

/** Old API versions take a host configuration with the start, which would undo the create's rewriting. */
export async function startContainer(node: Node, call: Call, reference: string): Promise<void> {
	const own = await findFor(node, call, reference);
	call.request.resume();
	const headers = withoutBodyHeaders(endToEnd(call.request));
	await relay(await ask(node.link, call, {segments: ['containers', own.id, 'start'], body: null, headers}), call.response);
}

async function findFor(node: Node, call: Call, reference: string): Promise<OwnContainer> {
	const own = await node.scope.find(reference);
	call.about = own.about;
	return own;
}

function showAsHost(inspected: JsonObject, resolvConf: string): void {
	if (isObject(inspected['HostConfig'])) {
		inspected['HostConfig']['NetworkMode'] = 'host';
	}

	if (isObject(inspected['NetworkSettings'])) {
		Object.assign(inspected['NetworkSettings'], {IPAddress: '', GlobalIPv6Address: ''});
	}

	inspected['ResolvConfPath'] = resolvConf;
}
