/** Options that people know from kind, minikube and k3d and that are called otherwise here, or are not needed. Pure. */

const foreign: Readonly<Record<string, string>> = {
	'-p': 'k3d\'s -p is --port HOST_PORT:NODE_PORT (single-kube start --port 8080:30080), minikube\'s -p is --name (single-kube --name dev start)',
	'--publish': 'It is --port here: single-kube start --port 8080:30080',
	'--driver': 'There is no driver to choose: the cluster runs on the Docker engine (--engine says which)',
	'--vm-driver': 'There is no driver to choose: the cluster runs on the Docker engine (--engine says which)',
	'--container-runtime': 'There is no runtime to choose: pods are containers of the Docker engine',
	'--nodes': 'A cluster has one node',
	'--servers': 'A cluster has one control plane',
	'--agents': 'A cluster has one node',
	'--disk-size': 'Pods share the disk of the engine: there is nothing to size',
	'--image-repository': 'A mirror is named with --registry-mirror registry.k8s.io=HOST/PREFIX',
	'--registry-config': 'A mirror is named with --registry-mirror docker.io=HOST/PREFIX',
	'--registry-use': 'A registry that pods pull from: single-kube registry start',
	'--registry-create': 'A registry that pods pull from: single-kube registry start',
	'--apiserver-port': 'It is --api-port here',
	'--wait-timeout': 'The limit is the value of --wait: single-kube start --wait 5m',
	'--service-cluster-ip-range': 'It is --service-cidr here',
	'--k3s-arg': 'A flag of a component is --extra-config COMPONENT.FLAG=VALUE: single-kube start --extra-config apiserver.v=4',
	'--kubeconfig-update-default': 'It is --no-kubeconfig here',
	'--kubeconfig-switch-context': 'It is --keep-context here',
	'--listen-address': 'The apiserver is published on 127.0.0.1 only',
};

/** @param option as it was typed: `--driver`, `--driver=docker`, `-p8080:80` @returns what to do instead */
export function foreignHint(option: string): string | undefined {
	const [name = ''] = option.split('=');
	return foreign[/^-[a-z]./i.test(name) ? name.slice(0, 2) : name];
}
