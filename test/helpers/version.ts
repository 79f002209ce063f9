/** Which Kubernetes the end-to-end tests run on: what differs between versions is asserted for each, never left out. */
import {execa} from 'execa';
import {inRange} from '../../src/compose/versions.ts';
import {debianKubernetesVersion} from '../../src/images/catalogue.ts';

export type KubernetesUnderTest = {
	/** `1.20.2` */
	readonly version: string;
	/** @param range as compose/ writes it: `>=1.24` */
	readonly is: (range: string) => boolean;
};

/** What the programs in SINGLE_KUBE_BINARIES say of themselves, and without them what Debian has. */
export async function kubernetesUnderTest(env: NodeJS.ProcessEnv = process.env): Promise<KubernetesUnderTest> {
	const folder = env['SINGLE_KUBE_BINARIES'];
	const version = folder ? /v(\d+\.\d+\.\d+\S*)/.exec((await execa(`${folder}/kube-apiserver`, ['--version'])).stdout)![1]! : debianKubernetesVersion;
	return {version, is: range => inRange(version, range)};
}
