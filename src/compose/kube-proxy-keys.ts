/**
 * kube-proxy ignores most of its flags beside a configuration file ("kube-proxy", Kubernetes' reference of command lines):
 * where a value for a flag has to go. Those that it still reads, and those it does not have, stay flags.
 */
export const kubeProxyKeys: Readonly<Record<string, string>> = {
	'bind-address': 'bindAddress',
	'bind-address-hard-fail': 'bindAddressHardFail',
	'cluster-cidr': 'clusterCIDR',
	'config-sync-period': 'configSyncPeriod',
	'conntrack-max-per-core': 'conntrack.maxPerCore',
	'conntrack-min': 'conntrack.min',
	'conntrack-tcp-timeout-close-wait': 'conntrack.tcpCloseWaitTimeout',
	'conntrack-tcp-timeout-established': 'conntrack.tcpEstablishedTimeout',
	'detect-local-mode': 'detectLocalMode',
	'healthz-bind-address': 'healthzBindAddress',
	'iptables-masquerade-bit': 'iptables.masqueradeBit',
	'iptables-min-sync-period': 'iptables.minSyncPeriod',
	'iptables-sync-period': 'iptables.syncPeriod',
	'ipvs-exclude-cidrs': 'ipvs.excludeCIDRs',
	'ipvs-min-sync-period': 'ipvs.minSyncPeriod',
	'ipvs-scheduler': 'ipvs.scheduler',
	'ipvs-strict-arp': 'ipvs.strictARP',
	'ipvs-sync-period': 'ipvs.syncPeriod',
	'kube-api-burst': 'clientConnection.burst',
	'kube-api-content-type': 'clientConnection.contentType',
	'kube-api-qps': 'clientConnection.qps',
	'masquerade-all': 'iptables.masqueradeAll',
	'metrics-bind-address': 'metricsBindAddress',
	'nodeport-addresses': 'nodePortAddresses',
	'oom-score-adj': 'oomScoreAdj',
	profiling: 'enableProfiling',
	'proxy-mode': 'mode',
	'show-hidden-metrics-for-version': 'showHiddenMetricsForVersion',
};

/** Of these the flag takes a list joined by commas, and the file one of YAML. */
export const listKeys: ReadonlySet<string> = new Set(['ipvs.excludeCIDRs', 'nodePortAddresses']);
