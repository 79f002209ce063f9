/** The program of the component metrics-server: metrics.k8s.io/v1beta1 for the aggregator. Bundled into one file for its image. */
import {readFile} from 'node:fs/promises';
import {apiFromKubeconfig} from '../api/from-kubeconfig.ts';
import {createAuthorize} from './access.ts';
import {createKubelets} from './kubelets.ts';
import {metricsServer} from './serve.ts';

const directory = '/etc/kubernetes';
/** As the Service has it in compose/metrics-server.yaml. */
const port = 4443;
const allowedNames = (process.env['FRONT_PROXY_NAMES'] ?? 'front-proxy-client').split(',');

const log = (line: string): void => {
	process.stdout.write(`${new Date().toISOString()} ${line}\n`);
};

async function run(): Promise<void> {
	const read = async (file: string): Promise<string> => readFile(`${directory}/pki/${file}`, 'utf8');
	const [ca, frontProxyCa, cert, key, clientCert, clientKey] = await Promise.all(
		['ca.crt', 'front-proxy-ca.crt', 'server.crt', 'server.key', 'client.crt', 'client.key'].map(async file => read(file)),
	) as [string, string, string, string, string, string];
	const api = await apiFromKubeconfig(`${directory}/kubeconfig`);
	const kubelets = createKubelets({ca, cert: clientCert, key: clientKey});
	const server = metricsServer({cert, key, frontProxyCa, allowedNames, authorize: createAuthorize(api), source: {api, kubelets, log}});
	server.listen(port, () => {
		log(`serving metrics.k8s.io at port ${port}`);
	});
	for (const name of ['SIGTERM', 'SIGINT'] as const) {
		process.once(name, () => {
			process.exit();
		});
	}
}

run().catch((error: unknown) => {
	log(`ended: ${error instanceof Error ? error.stack : String(error)}`);
	process.exit(1);
});
