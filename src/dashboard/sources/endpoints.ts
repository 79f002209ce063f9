/** Who answers for a service: asked while it is on the screen. */
import {inform} from '../../api/inform.ts';
import {again} from './again.ts';
import type {Subject} from './subject.ts';
import {withApi} from './with-api.ts';

/** Follow until the signal says so. Every release has Endpoints, EndpointSlices only later ones. */
export async function followEndpoints(subject: Subject, key: string, {namespace, name}: {readonly namespace: string; readonly name: string}, signal: AbortSignal): Promise<void> {
	await again(async inner => withApi(subject, async api => {
		await inform(api, `/api/v1/namespaces/${namespace}/endpoints?fieldSelector=metadata.name%3D${name}`, endpoints => {
			subject.push({type: 'endpoints-changed', key, endpoints});
		}, inner);
	}), signal, () => undefined);
}
