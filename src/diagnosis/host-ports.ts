/** Node ports of a Service that this machine's loopback has for somebody else, from the events of the add-on load-balancer. Pure. */
import {type KubernetesEvent, type Service, timeOf} from './objects.ts';

export type TakenPort = {readonly port: number; readonly protocol: string; readonly message: string};

/** Of each port the newest event counts: it was taken, or it was opened since. */
export function takenHostPorts({metadata, spec}: Service, events: readonly KubernetesEvent[]): TakenPort[] {
	const about = events.filter(({involvedObject: object, reason = ''}) => ['HostPortTaken', 'HostPortOpened'].includes(reason)
		&& object?.kind === 'Service' && object.name === metadata.name && object.namespace === metadata.namespace && (object.uid ?? metadata.uid) === metadata.uid);
	return (spec?.ports ?? []).flatMap(({nodePort, protocol = 'TCP'}) => {
		const named = `127.0.0.1:${nodePort}/${protocol.toLowerCase()} `;
		const [newest] = about.filter(({message = ''}) => message.startsWith(named)).sort((a, b) => timeOf(b) - timeOf(a));
		return nodePort !== undefined && newest?.reason === 'HostPortTaken' ? [{port: nodePort, protocol, message: newest.message ?? ''}] : [];
	});
}
