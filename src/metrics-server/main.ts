/** The program of the component metrics-server: metrics.k8s.io/v1beta1 for the aggregator. Bundled into one file for its image. */
import {readFile} from 'node:fs/promises';
import {apiFromKubeconfig} from '../api/from-kubeconfig.ts';
import {createAuthorize} from './access.ts';
import {parseFlags} from './flags.ts';
import {createKubelets} from './kubelets.ts';
import {metricsServer} from './serve.ts';

/** Who we are to kubelets: the same as the kubeconfig's. */
const client = {certificate: '/etc/kubernetes/pki/client.crt', key: '/etc/kubernetes/pki/client.key'};

const log = (line: string): void => {
	process.stdout.write(`${new Date().toISOString()} ${line}\n`);
};

async function run(): Promise<void> {
	const flags = parseFlags(process.argv.slice(2));
	const [kubeletAuthority, frontProxyAuthority, cert, key, clientCert, clientKey] = await Promise.all(
		[flags.kubeletAuthority, flags.frontProxyAuthority, flags.certificate, flags.key, client.certificate, client.key].map(async file => readFile(file, 'utf8')),
	) as [string, string, string, string, string, string];
	const api = await apiFromKubeconfig(flags.kubeconfig);
	const kubelets = createKubelets({ca: kubeletAuthority, cert: clientCert, key: clientKey});
	const server = metricsServer({cert, key, frontProxyCa: frontProxyAuthority, allowedNames: flags.frontProxyNames, authorize: createAuthorize(api), source: {api, kubelets, log}});
	server.listen(flags.port, () => {
		// In the upstream program's words: the component is ready by them.
		log(`Serving securely on port ${flags.port}`);
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
