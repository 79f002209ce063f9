import path from 'node:path';
import {engineInfo} from '../src/engine/info.ts';
import {observe} from '../src/engine/observe.ts';
import {volumePath} from '../src/engine/volume-path.ts';
import {type Cluster, SingleKubeError} from '../src/index.ts';
import {type GatewayMeasurement, measureGateway} from './gateway-latency.ts';

/** On an engine of this machine; elsewhere its sockets cannot be reached. @throws SingleKubeError OPTION_INVALID, CLUSTER_NOT_RUNNING */
export async function measureClusterGateway({engine, name, topology}: Cluster): Promise<GatewayMeasurement> {
	if (!(await engineInfo(engine)).isLocal) {
		throw new SingleKubeError('OPTION_INVALID', 'the gateway can only be measured on an engine of this machine', {
			seen: [`the engine is at ${engine.host}`], hint: 'Leave it out: --only start,restart,stop,delete,image,idle,bytes',
		});
	}

	const node = topology.nodes[0]!.name;
	const {pods} = await observe(engine, name);
	// One of nginx's, which stays; the pod of the fresh image may be on its way down.
	const pod = pods.find(({name: container, node: home, state}) => home === node && state === 'running' && container.includes('_nginx-'));
	if (!pod) {
		throw new SingleKubeError('CLUSTER_NOT_RUNNING', `no nginx container runs on ${node}`, {seen: pods.map(({name: container, state}) => `${container}: ${state}`)});
	}

	return measureGateway({
		engineSocket: engine.socketPath, gatewaySocket: path.join(await volumePath(engine, `sk-${name}-${node}-run`), 'docker.sock'),
		container: pod.id,
	});
}
