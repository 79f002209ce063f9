/** What kubelet, cri-dockerd, kube-proxy and the job before them say of a machine or an engine that does not suit them. */
import type {KnownCause} from './known-cause.ts';

export const nodeCauses = [
	{
		name: 'cgroup-v1-refused', components: ['kubelet'], pattern: /kubelet is configured to not run on a host using cgroup v1/,
		cause: 'this kubelet refuses a machine with cgroup v1 (failCgroupV1)', fix: 'Leave failCgroupV1 at false, as single-kube has it, or boot the machine with systemd.unified_cgroup_hierarchy=1: single-kube config show kubelet --name {cluster}',
	},
	{
		name: 'cgroup-v1-removed', components: ['kubelet'], pattern: /cgroup v1 (?:support )?(?:is not supported|has been removed)/i,
		cause: 'this kubelet needs cgroup v2, and the engine\'s machine has v1', fix: 'Boot the machine with systemd.unified_cgroup_hierarchy=1, or take an older Kubernetes: single-kube versions',
	},
	{
		name: 'cgroup-driver', components: ['kubelet'], pattern: /kubelet cgroup driver: \\?"+(?<own>[\w']+)\\?"+ is different from docker cgroup driver: \\?"+(?<engine>\w+)/,
		cause: 'the kubelet makes control groups by {own}, and the engine by {engine}', fix: 'Leave cgroupDriver as single-kube has it, the engine\'s: single-kube start --name {cluster}',
	},
	{
		name: 'swap', components: ['kubelet'], pattern: /running with swap on is not supported/,
		cause: 'the engine\'s machine swaps, and this kubelet is told to refuse that (failSwapOn)', fix: 'Leave failSwapOn at false, as single-kube has it, or on the engine\'s machine, as root: swapoff -a',
	},
	{
		name: 'cgroup-root-missing', components: ['kubelet'], pattern: /cgroup-root (?<root>.+?) doesn't exist/,
		cause: 'the control group {root} of the node is not there: the engine\'s machine was rebooted, or somebody removed it', fix: 'single-kube start --name {cluster} makes it again',
	},
	{
		name: 'cgroup-controller-missing', pattern: /(?:missing required cgroup subsystem|cgroups? (?:controllers? )?not (?:found|available|mounted))[:\s]*(?<controller>\w+)?/i,
		cause: 'the engine\'s machine lacks a control group that Kubernetes needs: {controller}', fix: 'Switch it on at boot (cgroup_enable=memory cgroup_memory=1), then see: single-kube doctor',
	},
	{
		name: 'dev-kmsg', components: ['kubelet'], pattern: /open \/dev\/kmsg: (?:no such file or directory|operation not permitted|permission denied)/,
		cause: 'the kubelet cannot read the kernel\'s messages', fix: 'The engine has to allow the device: single-kube doctor',
	},
	{
		name: 'runtime-api', components: ['kubelet'], pattern: /unknown service runtime\.v1(?:alpha2)?\.RuntimeService/,
		cause: 'kubelet and cri-dockerd do not speak the same version of the CRI', fix: 'Take versions that fit: single-kube use cri-dockerd= --name {cluster}, or single-kube use kubelet= --name {cluster}',
	},
	{
		name: 'runtime-silent', components: ['kubelet'], pattern: /validate (?:CRI v1 runtime API|service connection).*(?:no such file or directory|connection refused)|failed to run Kubelet: (?:unable to determine runtime API version|failed to get docker version).*/,
		cause: 'cri-dockerd, or the agent before it, does not answer the kubelet', fix: 'See how they are: single-kube logs cri-dockerd --name {cluster}; single-kube logs agent --name {cluster}',
	},
	{
		name: 'engine-api-too-old', components: ['cri-dockerd', 'kubelet', 'agent'], pattern: /docker API version is older than (?<needed>[\d.]+)|client version (?<client>[\d.]+) is too new\. Maximum supported API version is (?<maximum>[\d.]+)/,
		cause: 'this engine is too old for {component}: it needs API {needed}{client}', fix: 'Take a newer engine, or an older cri-dockerd: docker version --format {{.Server.APIVersion}}; single-kube use cri-dockerd= --name {cluster}',
	},
	{
		name: 'engine-api-too-new', components: ['cri-dockerd', 'kubelet', 'agent'], pattern: /client version (?<client>[\d.]+) is too old\. Minimum supported API version is (?<minimum>[\d.]+)/,
		cause: 'this engine is too new for {component}: it speaks API {client}, and the engine wants {minimum} at least', fix: 'Take a newer Kubernetes (single-kube versions), or let the engine accept older clients: DOCKER_MIN_API_VERSION={client} in its environment',
	},
	{
		name: 'engine-permission', components: ['cri-dockerd', 'kubelet', 'agent'], pattern: /permission denied while trying to connect to the Docker daemon socket|dial unix \S*docker\.sock: connect: permission denied/,
		cause: '{component} may not use the engine\'s socket', fix: 'On a machine with SELinux see what it refused: ausearch -m avc -ts recent; rootless and remapped engines are not for Kubernetes: single-kube doctor',
	},
	{
		name: 'engine-silent', components: ['cri-dockerd', 'kubelet', 'agent'], pattern: /Cannot connect to the Docker daemon at (?<address>[^\s.]\S*?)\. Is the docker daemon running/,
		cause: 'nobody answers {component} at {address}: the agent, which passes the engine on, does not run', fix: 'See how it is: single-kube logs agent --name {cluster}; start it again: single-kube start --name {cluster}',
	},
	{
		name: 'xtables-locked', components: ['kube-proxy', 'kubelet', 'agent', 'cri-dockerd'], pattern: /Another app is currently holding the xtables lock/,
		cause: 'another program changes the packet filter and does not let go of its lock', fix: 'See who has it: lsof /run/xtables.lock', passing: true,
	},
	{
		name: 'iptables-permission', components: ['kube-proxy', 'kubelet', 'cri-dockerd', 'port'], pattern: /(?:iptables|ip6tables|nft|ipset|can't initialize iptables table)\b.*(?:Permission denied|Operation not permitted|you must be root)/,
		cause: '{component} may not change the node\'s packet filter', fix: 'The engine has to give it CAP_NET_ADMIN: single-kube doctor', passing: true,
	},
	{
		name: 'iptables-module', components: ['kube-proxy', 'kubelet', 'cri-dockerd', 'port'],
		pattern: /can't initialize ip6?tables table `(?<table>\w+)': (?:Table does not exist|No such file)|iptables.*(?:No chain\/target\/match by that name|Couldn't load (?:match|target))|Could not fetch rule set generation id/,
		cause: 'the kernel of the engine\'s machine lacks a part of its packet filter', fix: 'On the engine\'s machine, as root: modprobe -a ip_tables iptable_nat xt_conntrack xt_comment xt_mark nf_conntrack; then: single-kube doctor', passing: true,
	},
	{
		name: 'iptables-missing', components: ['kube-proxy', 'kubelet', 'cri-dockerd'], pattern: /exec: "(?<program>ip6?tables(?:-save|-restore)?|nft|conntrack|ipset)": executable file not found/,
		cause: '{component} does not find the program {program} in its container', fix: 'Run the cluster\'s own image again: single-kube use {program}= --name {cluster}', passing: true,
	},
	{
		name: 'conntrack-sysctl', components: ['kube-proxy'], pattern: /(?:open|write) \/proc\/sys\/net\/netfilter\/(?<sysctl>nf_conntrack_\w+): (?:permission denied|read-only file system|no such file or directory)/,
		cause: 'kube-proxy may not set {sysctl}: that is the whole machine\'s', fix: 'Leave conntrack.maxPerCore at 0, as single-kube has it: single-kube config show kube-proxy --name {cluster}',
	},
	{
		name: 'plugin-missing', components: ['kubelet', 'cri-dockerd'], pattern: /failed to find plugin \\?"(?<plugin>[\w-]+)\\?" in path/,
		cause: 'the CNI plugin {plugin} is not there', fix: 'Start the node anew: single-kube stop --name {cluster} && single-kube start --name {cluster}', passing: true,
	},
	{
		name: 'namespace-refused', components: ['node-prepare'], pattern: /nsenter: .*(?:Operation not permitted|Permission denied)|mount: .*(?:permission denied|Operation not permitted)/i,
		cause: 'the job may not mount on the engine\'s machine', fix: 'The engine has to give it CAP_SYS_ADMIN; rootless and remapped engines cannot: single-kube doctor',
	},
	{
		name: 'gateway-listen', components: ['agent'], pattern: /GATEWAY_LISTEN_FAILED|the gateway cannot listen at (?<path>\S+)/,
		cause: 'the gateway cannot make its socket', fix: 'single-kube explain GATEWAY_LISTEN_FAILED',
	},
] as const satisfies readonly KnownCause[];
