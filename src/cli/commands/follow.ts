import {randomBytes} from 'node:crypto';
import type {Api} from '../../api/api.ts';
import {isNotFound} from '../../api/api-request-error.ts';
import {SingleKubeError} from '../../errors.ts';
import {followPod} from '../../follow/follow.ts';
import {describeTarget, type Target, targetOf} from '../../follow/target.ts';
import {exitCodes} from '../exit-codes.ts';
import {recordOf, WayPrinter} from '../follow-report.ts';
import {clusterOptions, type Flags, type Run} from '../invocation.ts';
import {printResult} from '../output.ts';

const defaultSeconds = 300;

export const run: Run = async ({flags, words}, signal) => {
	const made = flags.run === undefined ? undefined : demonstration(flags.run, words);
	const namespace = flags.namespace ?? 'default';
	const target: Target = made ? {kind: 'pod', name: made.name, next: true} : targetOf(words[0], flags.new ?? false);
	const lines = flags.output === undefined || flags.output === 'table' || flags.output === 'wide';
	const printer = new WayPrinter(flags.output === 'wide', line => {
		if (lines) {
			process.stdout.write(`${line}\n`);
		}
	});
	let wasReady = false;
	let api: Api | undefined;
	const remove = async (): Promise<void> => {
		const before = made && api;
		api = undefined;
		await before?.delete(`${podsOf(namespace)}/${made!.name}`).catch((error: unknown) => {
			if (!isNotFound(error)) {
				throw error;
			}
		});
	};

	try {
		const way = await followPod(clusterOptions(flags), {target, namespace, limitSeconds: flags.timeout ?? defaultSeconds}, {
			async listening(connected, silent) {
				for (const [source, why] of Object.entries(silent)) {
					tell(flags, `Nothing is heard of ${sourceNames[source] ?? source}: ${why}`);
				}

				if (made) {
					await connected.create(`${podsOf(namespace)}?fieldManager=single-kube-follow`, made.object);
					api = connected;
				} else if (target.kind !== 'pod' || target.next) {
					tell(flags, `Waiting for ${describeTarget(target, namespace)}`);
				}
			},
			changed(way) {
				printer.show(way);
			},
			async arrived(way) {
				wasReady ||= way.state === 'ready';
				await remove();
				return !made && flags.until !== 'deleted';
			},
			waiting({text}) {
				tell(flags, `${made ? made.name : 'It'} ${text}`);
			},
		}, signal);
		printer.end(way);
		if (!lines) {
			printResult(flags, recordOf(way), () => '', {names: () => [`pod/${way.pod}`]});
		}

		return way.state === 'ready' || (way.state === 'gone' && (wasReady || !made)) ? exitCodes.ok : exitCodes.failure;
	} catch (error) {
		printer.flush();
		throw error;
	} finally {
		await remove();
	}
};

const sourceNames: Readonly<Record<string, string>> = {
	pods: 'the apiserver', events: 'Kubernetes\' events', gateway: 'the gateway\'s calls', engine: 'the engine\'s events', components: 'the components',
};

const podsOf = (namespace: string): string => `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`;

/** A pod for this alone. Its grace is short: what is shown is the way, not the waiting. */
function demonstration(image: string, words: readonly string[]): {readonly name: string; readonly object: object} {
	if (words.length > 0) {
		throw new SingleKubeError('COMMAND_LINE_INVALID', 'follow --run makes a pod of its own, and takes no name of another', {hint: `For example: single-kube follow --run ${image}`});
	}

	const name = `follow-${randomBytes(3).toString('hex')}`;
	return {name, object: {
		apiVersion: 'v1', kind: 'Pod', metadata: {name, labels: {'app.kubernetes.io/managed-by': 'single-kube'}},
		spec: {terminationGracePeriodSeconds: 2, containers: [{name: 'main', image, imagePullPolicy: 'IfNotPresent'}]},
	}};
}

function tell({quiet}: Flags, text: string): void {
	if (!quiet) {
		process.stderr.write(`${text}\n`);
	}
}

