/** What stands beside a Compose file that single-kube wrote: how to use it. Pure. */
import type {Topology} from '../plan/topology.ts';
import {filesFolder} from './files-service.ts';

export type ReadmeInput = {
	readonly topology: Topology;
	/** Where its images are: `unix:///var/run/docker.sock`. */
	readonly engine: string;
	readonly apiPort: number;
	readonly kubernetesVersion: string;
};

/** @returns Markdown */
export function composeReadme({topology, engine, apiPort, kubernetesVersion}: ReadmeInput): string {
	const {cluster, nodes} = topology;
	return `# The cluster ${cluster}: Kubernetes ${kubernetesVersion} by Docker Compose

Written by single-kube, which is not needed any more. Docker Compose 1.29 or newer is, and the engine that has the
images named in docker-compose.yaml. They were built there; no registry has them.

\`\`\`sh
${engine === 'unix:///var/run/docker.sock' ? '' : `export DOCKER_HOST=${engine}\n`}docker compose up --detach          # with Compose 1: docker-compose up --detach
export KUBECONFIG=$PWD/kubeconfig
kubectl wait --for=condition=Ready node/${nodes[0]!.name} --timeout=120s
docker compose down --volumes       # and all is gone
\`\`\`

Without kubectl on this machine: \`docker exec -it sk-${cluster}-kubectl bash\`. The apiserver is at https://127.0.0.1:${apiPort}.

| What | What it is |
|---|---|
| docker-compose.yaml | the containers, the network, the volumes |
| .env | the name of the Compose project |
| kubeconfig | an administrator's, for this machine |
| ${filesFolder}/ | a folder for each volume that gets files: certificates, keys, kubeconfigs, configuration. Change one, then \`docker compose up --detach\` and \`docker compose restart SERVICE\` |

Who has this folder is an administrator of the cluster, and who may write to it of more than that: keep it to yourself.

- \`docker compose stop\` keeps what the cluster knows, etcd's data, and the data of volumes of claims. Pods are made anew.
- \`docker compose down --volumes\` keeps nothing but the data of volumes of claims, if there are any, in
  \`/var/lib/single-kube/clusters/${cluster}/volumes\` on the engine's machine: remove it yourself.
- The service \`agent\` starts what ended by itself, in order, and applies the cluster's own roles and services.
  What you stop stays stopped.
- \`single-kube status --name ${cluster}\`, and its other commands, see this cluster, too.
`;
}
