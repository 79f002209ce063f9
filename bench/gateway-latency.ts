/** What the gateway adds to a call: the same calls to the engine directly and through it, in turns. */
import {Agent, request} from 'node:http';

export type Percentiles = {readonly p50: number; readonly p99: number};
export type GatewayLatency = {
	/** Of one call each, in milliseconds. */
	readonly direct: Percentiles;
	readonly through: Percentiles;
	/** The difference of the percentiles. */
	readonly added: Percentiles;
};
export type GatewayMeasurement = {readonly inspect: GatewayLatency; readonly list: GatewayLatency};

export type MeasureOptions = {
	readonly engineSocket: string;
	readonly gatewaySocket: string;
	/** Id of a pod container of the gateway's node. */
	readonly container: string;
	/** Calls of each kind and way; 1000 unless given. */
	readonly calls?: number;
};

/**
 * Measure one client on one kept connection, as a kubelet is. The ways take turns, so that both meet the same
 * noise; a tenth of the calls goes ahead unmeasured.
 *
 * @throws Error when a call is answered with anything but 200
 */
export async function measureGateway({engineSocket, gatewaySocket, container, calls = 1000}: MeasureOptions): Promise<GatewayMeasurement> {
	const measure = async (path: string): Promise<GatewayLatency> => {
		const ways = [engineSocket, gatewaySocket].map(socketPath => ({socketPath, agent: new Agent({keepAlive: true, maxSockets: 1}), times: [] as number[]}));
		try {
			for (let call = -calls / 10; call < calls; call++) {
				for (const {socketPath, agent, times} of ways) {
					const milliseconds = await timed(socketPath, agent, path);
					if (call >= 0) {
						times.push(milliseconds);
					}
				}
			}
		} finally {
			for (const {agent} of ways) {
				agent.destroy();
			}
		}

		const [direct, through] = ways.map(({times}) => percentiles(times)) as [Percentiles, Percentiles];
		return {direct, through, added: {p50: through.p50 - direct.p50, p99: through.p99 - direct.p99}};
	};

	return {
		inspect: await measure(`/v1.40/containers/${container}/json`),
		list: await measure(`/v1.40/containers/json?all=1&filters=${encodeURIComponent(JSON.stringify({label: {'io.kubernetes.docker.type=podsandbox': true}}))}`),
	};
}

/** Of one call, in milliseconds. */
const answerLimit = 10_000;

async function timed(socketPath: string, agent: Agent, path: string): Promise<number> {
	const started = performance.now();
	return new Promise((resolve, reject) => {
		const call = request({socketPath, agent, path}, response => {
			response.resume();
			response.on('error', reject);
			response.on('end', () => {
				if (response.statusCode === 200) {
					resolve(performance.now() - started);
				} else {
					reject(new Error(`${path} was answered with ${response.statusCode}`));
				}
			});
		});
		call.setTimeout(answerLimit, () => call.destroy(new Error(`${path} was not answered within ${answerLimit / 1000} s`)));
		call.on('error', reject);
		call.end();
	});
}

function percentiles(times: readonly number[]): Percentiles {
	const sorted = times.toSorted((a, b) => a - b);
	const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
	return {p50: at(0.5), p99: at(0.99)};
}
