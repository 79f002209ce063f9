/** The labels by which everything that single-kube makes is found again; nothing is remembered in a local file. */
export const labels = {
	/** The cluster's name: on every container, network and volume. */
	cluster: 'dev.single-kube.cluster',
	/** The node's name: on what belongs to one node, pods included. */
	node: 'dev.single-kube.node',
	/** The component's name, or `pod` on containers that the kubelet made. */
	component: 'dev.single-kube.component',
	/** A hash of the configuration a resource was made from: a different one means replace. */
	config: 'dev.single-kube.config',
	/** On the cluster's network: the settings the cluster was made with, as JSON. */
	spec: 'dev.single-kube.spec',
	/** On a marker volume: the component that was stopped on purpose. */
	held: 'dev.single-kube.held',
	/** On the marker volume of a fault of the fault lab: what it is, as JSON. */
	fault: 'dev.single-kube.fault',
	/** On a container that makes what a component sends late: by how much and which start of the component, as JSON. */
	latency: 'dev.single-kube.latency',
	/** On the marker volume of a cluster that is paused as a whole: names of containers that somebody had paused before, as JSON. */
	paused: 'dev.single-kube.paused',
	/** On the settings volume: what a user chose that no container shows, as JSON. */
	settings: 'dev.single-kube.settings',
	/** On the settings volume: the hash of the API objects that were applied last. */
	applied: 'dev.single-kube.applied',
	/** On the container of a published port and on the volume that remembers it: `127.0.0.1:8080:30080/tcp`. */
	port: 'dev.single-kube.port',
	/** On the registry's container: its port; on the volume with its images. */
	registry: 'dev.single-kube.registry',
	/** On images: the hash of everything they were built from. */
	content: 'dev.single-kube.content',
	/** On images: the version of the program inside. */
	version: 'dev.single-kube.version',
} as const;
