/** Whether a component that was just replaced does its work: asked from inside the cluster, as its users would. */
import {setTimeout as sleep} from 'node:timers/promises';
import type {Engine} from '../engine/engine.ts';
import {execInContainer} from '../engine/exec.ts';
import {containerState} from '../engine/inspect.ts';
import {messageOf, SingleKubeError} from '../errors.ts';
import {deadline} from '../health/deadline.ts';
import {whyEnded} from '../health/why-ended.ts';
import type {Topology} from '../plan/topology.ts';

/** Between two questions, in milliseconds. */
const pause = 200;

type Question = {
	/** In which container it is asked. */
	readonly container: string;
	readonly command: readonly string[];
	/** @returns what is wrong with the answer */
	readonly judge: (answer: string) => string | undefined;
};

/**
 * @param component an upgrade step's: `kube-apiserver`
 * @param version what it should say of itself; undefined where that is not known
 * @throws SingleKubeError COMPONENT_NOT_READY with the last answer and the last lines of its log, COMPONENT_DIED; the signal's reason
 */
export async function checkComponent(engine: Engine, topology: Topology, component: string, version: string | undefined, limitSeconds: number, signal: AbortSignal): Promise<void> {
	const containers = topology.components.filter(({name, job}) => name === component && !job).map(({container: {name}}) => name);
	const limit = deadline(limitSeconds, signal);
	let last: string;
	for (const question of questions(topology, component, version)) {
		for (;;) {
			try {
				for (const container of containers) {
					await refuseDead(engine, component, container);
				}

				const {exitCode, stdout, stderr} = await execInContainer(engine, question.container, question.command, limit.signal);
				const wrong = exitCode === 0 ? question.judge(stdout) : (stderr || stdout || `exit code ${exitCode}`).trim().slice(-300);
				if (wrong === undefined) {
					break;
				}

				last = wrong;
			} catch (error) {
				signal.throwIfAborted();
				if (error instanceof SingleKubeError && error.code === 'COMPONENT_DIED') {
					throw error;
				}

				last = messageOf(error);
			}

			if (limit.signal.aborted) {
				signal.throwIfAborted();
				const why = await Promise.all(containers.map(async name => whyEnded(engine, name, `On a slow machine give it more time: --timeout ${limitSeconds * 2}`)));
				const known = why.find(({because}) => because !== undefined) ?? why[0];
				throw new SingleKubeError('COMPONENT_NOT_READY', `${component} was not well within ${limitSeconds} s`, {...known, seen: [last, ...why.flatMap(({seen}) => seen)]});
			}

			await sleep(pause, undefined, {signal});
		}
	}
}

function questions(topology: Topology, component: string, version: string | undefined): Question[] {
	const {cluster, nodes} = topology;
	const kubectl = `sk-${cluster}-kubectl`;
	const get = (path: string, judge: Question['judge']): Question => ({container: kubectl, command: ['kubectl', 'get', '--request-timeout=5s', '--raw', path], judge});
	const healthz = (url: string): Question => ({
		container: kubectl, command: ['curl', '--silent', '--show-error', '--fail', '--max-time', '5', '--cacert', '/etc/kubernetes/pki/ca.crt', url], judge: isOk,
	});
	const says = (seen: string | undefined): string | undefined => version === undefined || seen === `v${version}` || seen?.startsWith(`v${version}+`) || seen?.startsWith(`v${version}-`) ? undefined : `it says that it is ${seen ?? 'nothing'}, not v${version}`;
	switch (component) {
		case 'etcd': {
			return [get('/readyz', isOk)];
		}

		case 'kube-apiserver': {
			return [get('/readyz', isOk), get('/version', answer => says((JSON.parse(answer) as {gitVersion?: string}).gitVersion))];
		}

		case 'kube-controller-manager': {
			return [healthz('https://kube-controller-manager:10257/healthz')];
		}

		case 'kube-scheduler': {
			return [healthz('https://kube-scheduler:10259/healthz')];
		}

		case 'kubelet':
		case 'cri-dockerd': {
			return nodes.map(({name}) => get(`/api/v1/nodes/${name}`, answer => {
				const {status} = JSON.parse(answer) as NodeObject;
				const ready = status?.conditions?.find(({type}) => type === 'Ready')?.status;
				return ready === 'True' ? component === 'kubelet' ? says(status?.nodeInfo?.kubeletVersion) : undefined : `the node ${name} is not Ready`;
			}));
		}

		case 'kube-proxy': {
			return nodes.map(({name}) => ({
				// In the node's network namespace, and with a shell.
				container: `sk-${cluster}-${name}-kubelet`,
				command: ['bash', '-c', 'exec 3<> /dev/tcp/127.0.0.1/10256 && printf "GET /healthz HTTP/1.0\\r\\n\\r\\n" >&3 && read -r line <&3 && echo "$line"'],
				judge: answer => answer.includes(' 200 ') ? undefined : `it says ${answer.trim()}`,
			}));
		}

		case 'kubectl': {
			return [{container: kubectl, command: ['kubectl', 'version', '--client', '--output=json'], judge: answer => says((JSON.parse(answer) as {clientVersion?: {gitVersion?: string}}).clientVersion?.gitVersion)}];
		}

		default: {
			return [get('/readyz', isOk)];
		}
	}
}

type NodeObject = {readonly status?: {readonly conditions?: ReadonlyArray<{readonly type: string; readonly status: string}>; readonly nodeInfo?: {readonly kubeletVersion?: string}}};

function isOk(answer: string): string | undefined {
	return answer.trim() === 'ok' ? undefined : `it says ${answer.trim().slice(0, 300)}`;
}

async function refuseDead(engine: Engine, component: string, container: string): Promise<void> {
	const {running} = await containerState(engine, container);
	if (!running) {
		throw new SingleKubeError('COMPONENT_DIED', `${component} ended after it had been ready`, await whyEnded(engine, container));
	}
}
