/** What people type who come from kind, minikube or k3d, and what does the same here. */
export type Equivalent = {
	readonly kind?: string;
	readonly minikube?: string;
	readonly k3d?: string;
	/** The words after `single-kube`; each parses. */
	readonly here: readonly string[];
	readonly note?: string;
};

export const equivalents: readonly Equivalent[] = [
	{kind: 'kind create cluster', minikube: 'minikube start', k3d: 'k3d cluster create', here: ['start']},
	{kind: 'kind create cluster --name two', minikube: 'minikube start -p two', k3d: 'k3d cluster create two', here: ['start --name two']},
	{kind: 'kind create cluster --image kindest/node:v1.36.2', minikube: 'minikube start --kubernetes-version v1.36.2', k3d: 'k3d cluster create --image rancher/k3s:v1.36.2-k3s1', here: ['start --kubernetes-version 1.36.2']},
	{kind: 'kind create cluster --config cluster.yaml', k3d: 'k3d cluster create --config cluster.yaml', here: ['start --config cluster.yaml'], note: '`npx single-kube config init cluster.yaml` writes one'},
	{kind: 'kubeadmConfigPatches in the file', minikube: 'minikube start --extra-config apiserver.v=4', k3d: 'k3d cluster create --k3s-arg "--kube-apiserver-arg=v=4@server:0"', here: ['start --extra-config apiserver.v=4', 'set apiserver --v=4'], note: 'the second on a running cluster'},
	{kind: 'featureGates in the file', minikube: 'minikube start --feature-gates SomeGate=true', here: ['start --feature-gates SomeGate=true']},
	{kind: 'extraPortMappings in the file', minikube: 'minikube start --ports 8080:30080', k3d: 'k3d cluster create -p 8080:30080@server:0', here: ['start --port 8080:30080', 'port add 8080:30080'], note: 'the second on a running cluster'},
	{kind: 'apiServerPort in the file', minikube: 'minikube start --apiserver-port 7443', k3d: 'k3d cluster create --api-port 7443', here: ['start --api-port 7443']},
	{minikube: 'minikube start --memory 4g --cpus 2', k3d: 'k3d cluster create --servers-memory 4g', here: ['start --memory 4g --cpus 2']},
	{minikube: 'minikube start --addons ingress', here: ['start --addons +ingress']},
	{kind: 'kind create cluster --wait 5m', minikube: 'minikube start --wait all', k3d: 'k3d cluster create --wait --timeout 5m', here: ['start --wait 5m']},
	{kind: 'kind create cluster --retain', k3d: 'k3d cluster create --no-rollback', here: ['start --retain']},
	{minikube: 'minikube start --dry-run', here: ['start --dry-run']},
	{kind: 'kind get clusters', minikube: 'minikube profile list', k3d: 'k3d cluster list', here: ['list']},
	{minikube: 'minikube status', here: ['status']},
	{minikube: 'minikube stop', k3d: 'k3d cluster stop', here: ['stop']},
	{minikube: 'minikube pause', here: ['pause', 'unpause']},
	{kind: 'kind delete cluster', minikube: 'minikube delete', k3d: 'k3d cluster delete', here: ['delete']},
	{kind: 'kind delete clusters --all', minikube: 'minikube delete --all', k3d: 'k3d cluster delete --all', here: ['delete --all']},
	{kind: 'kind load docker-image app', minikube: 'minikube image load app', k3d: 'k3d image import app', here: ['kubectl run app --image app'], note: 'nothing is loaded: what the engine has is there'},
	{kind: 'kind get kubeconfig', minikube: 'minikube update-context', k3d: 'k3d kubeconfig get default', here: ['kubeconfig']},
	{kind: 'kind export logs', minikube: 'minikube logs --file logs.txt', here: ['export-logs']},
	{minikube: 'minikube kubectl -- get pods', here: ['kubectl get pods']},
	{minikube: 'minikube ssh', kind: 'docker exec -it kind-control-plane bash', k3d: 'docker exec -it k3d-default-server-0 sh', here: ['exec']},
	{minikube: 'minikube service web --url', here: ['service web --url']},
	{minikube: 'minikube tunnel', here: ['tunnel']},
	{minikube: 'minikube dashboard', here: ['dashboard'], note: 'in the terminal'},
	{k3d: 'k3d registry create', minikube: 'minikube addons enable registry', here: ['registry start']},
	{kind: 'kind build node-image', here: ['start --binaries _output/bin'], note: 'programs that you built, without an image'},
];
