/** Keep nginx doing what the cluster's objects say. */
import type {Api} from '../api/api.ts';
import type {RecordEvent} from '../controllers/event-recorder.ts';
import {createAccept} from './accept.ts';
import {createReport} from './events.ts';
import type {Files} from './files.ts';
import {ourIngresses} from './mine.ts';
import {type Nginx, testConfig} from './nginx.ts';
import type {Ingress, World} from './objects.ts';
import {publishStatus} from './publish-status.ts';
import {renderConfig} from './render.ts';
import {routesOf} from './routes.ts';

export type ServeOptions = {
	readonly api: Pick<Api, 'patch'>;
	readonly record: RecordEvent;
	readonly files: Files;
	readonly nginx: Pick<Nginx, 'read'>;
	/** Where Ingresses are reached. */
	readonly address: string;
	readonly ports: {readonly httpPort: number; readonly httpsPort: number; readonly runDirectory: string};
	readonly log: (line: string) => void;
	readonly signal: AbortSignal;
	/** What nginx says of a configuration in this file; for tests. */
	readonly tryConfig?: typeof testConfig;
};

/**
 * @returns to be called with what the cluster has, one call after the other; throws when nginx takes no configuration
 *   at all, and goes on serving the last one
 */
export function createServe({api, record, files, nginx, address, ports, log, signal, tryConfig = testConfig}: ServeOptions): (world: World) => Promise<void> {
	const accept = createAccept();
	const report = createReport({record, log});
	let served = '';
	return async world => {
		const ours = ourIngresses(world.ingresses, world.classes);
		const render = (ingresses: readonly Ingress[]): {config: string; certificates: Array<string | undefined>} => {
			const routes = routesOf(ingresses, world);
			return {config: renderConfig(routes, {...ports, certificateFile: files.certificateFile}), certificates: routes.servers.map(({certificate}) => certificate)};
		};

		const {ingresses, refused} = await accept(ours, {
			async test(candidates) {
				const {config, certificates} = render(candidates);
				return config === served ? undefined : tryConfig(await files.writeNext(config, certificates), signal);
			},
			versionOf: ingress => render([ingress]).config,
		});
		const {config, certificates} = render(ingresses);
		if (config !== served) {
			await files.writeNext(config, certificates);
			await files.adopt(certificates);
			nginx.read();
			served = config;
			log(`serving ${ingresses.length} Ingress${ingresses.length === 1 ? '' : 'es'}`);
		}

		report([...routesOf(ours, world).problems, ...refused.map(({ingress, why}) => ({ingress, reason: 'Rejected', message: `nginx refuses it: ${why}`}))]);
		await publishStatus(api, ours, address, log, signal);
	};
}
