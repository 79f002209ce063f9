/** Sysctls of a container's one network interface, which engines take in two ways. Pure. */

export type SplitSysctls = {
	/** For HostConfig.Sysctls. */
	readonly container: Readonly<Record<string, string>>;
	/** For EndpointSettings.DriverOpts. */
	readonly driverOptions: Readonly<Record<string, string>>;
};

/** Whether one of them names an interface: `net.ipv4.conf.eth0.send_redirects`. */
export function namesInterface(sysctls: Readonly<Record<string, string>>): boolean {
	return Object.keys(sysctls).some(name => interfaceSysctl.test(name));
}

/**
 * Since API 1.46 they belong to the endpoint, whose interface has any name; Docker 28 (1.48) refuses them elsewhere, and
 * what is older than 27 knows no other place (Docker's "Engine API version history").
 *
 * @param apiVersion the newest that the engine speaks: "1.41"
 */
export function splitSysctls(sysctls: Readonly<Record<string, string>>, apiVersion: string): SplitSysctls {
	const [major = 0, minor = 0] = apiVersion.split('.').map(Number);
	if (major === 1 && minor < 46) {
		return {container: sysctls, driverOptions: {}};
	}

	const entries = Object.entries(sysctls);
	const own = entries.flatMap(([name, value]) => {
		const match = interfaceSysctl.exec(name);
		return match ? [`${match[1]}.IFNAME.${match[3]}=${value}`] : [];
	});
	return {
		container: Object.fromEntries(entries.filter(([name]) => !interfaceSysctl.test(name))),
		driverOptions: own.length > 0 ? {'com.docker.network.endpoint.sysctls': own.join(',')} : {},
	};
}

const interfaceSysctl = /^(net\.(?:ipv4|ipv6|mpls)\.(?:conf|neigh))\.(?!all\.|default\.)([^.]+)\.(.+)$/;
