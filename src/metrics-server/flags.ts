/** The flags of the upstream metrics-server, as far as they mean something here: both programs run by the same command line. Pure. */
import {parseArgs} from 'node:util';

export type Flags = {
	readonly port: number;
	/** Files, PEM. */
	readonly certificate: string;
	readonly key: string;
	readonly frontProxyAuthority: string;
	readonly kubeletAuthority: string;
	readonly kubeconfig: string;
	/** Common names that the aggregator's certificate may have. */
	readonly frontProxyNames: readonly string[];
};

/**
 * Others are for the upstream program: we have no authentication and authorisation of another cluster, and take a
 * kubelet's InternalIP and the port that its node tells.
 *
 * @throws Error naming the flag that is missing or is none
 */
export function parseFlags(args: readonly string[]): Flags {
	const {values} = parseArgs({args: [...args], strict: false, allowPositionals: false});
	const needed = (name: string): string => {
		const value = values[name];
		if (typeof value !== 'string' || value === '') {
			throw new Error(`--${name}=… is missing`);
		}

		return value;
	};

	const port = Number(needed('secure-port'));
	if (!Number.isInteger(port) || port < 1 || port > 65_535) {
		throw new Error(`--secure-port takes a port, found ${needed('secure-port')}`);
	}

	return {
		port, certificate: needed('tls-cert-file'), key: needed('tls-private-key-file'),
		frontProxyAuthority: needed('requestheader-client-ca-file'), frontProxyNames: needed('requestheader-allowed-names').split(','),
		kubeletAuthority: needed('kubelet-certificate-authority'), kubeconfig: needed('kubeconfig'),
	};
}
