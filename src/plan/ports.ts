/** Ports of the engine's host at which node ports are published: how they are written, named and compared. Pure. */

/** A port of the engine's host that leads to a node port. */
export type PortSpec = {
	/** An IPv4 address of the engine's host; 0.0.0.0 is all of them. */
	readonly address: string;
	readonly hostPort: number;
	/** The port on the first node: the `nodePort` of a Service. */
	readonly nodePort: number;
	readonly protocol: 'tcp' | 'udp';
};

/** A port whose target is still to be found out: a Service, `web`, `shop/web` or `shop/web:http`. */
export type WantedPort = Omit<PortSpec, 'nodePort'> & {readonly target: PortTarget};

export type PortTarget =
	| {readonly kind: 'node-port'; readonly nodePort: number}
	| {readonly kind: 'service'; readonly namespace: string; readonly name: string; readonly port: string | undefined};

/** What `port remove` takes: as much of a port as is needed to find it. */
export type PortPattern = Partial<PortSpec> & {readonly hostPort: number};

export const defaultAddress = '127.0.0.1';

/**
 * `[ADDRESS:]HOST:NODEPORT[/tcp|udp]`, as `docker run --publish` has it, or `[ADDRESS:]HOST:[NAMESPACE/]SERVICE[:PORT][/tcp|udp]`.
 *
 * @throws RangeError that says what was expected, continuing "--port: "
 */
export function parseWantedPort(text: string): WantedPort {
	const filter = /@\w*/.exec(text)?.[0];
	if (filter !== undefined) {
		throw new RangeError(`expected HOST_PORT:NODE_PORT and no node filter (${filter}), such as 8080:30080, found "${text}"`);
	}

	const {address, rest, protocol} = split(text);
	const [host, ...target] = rest;
	if (host === undefined || target.length === 0 || target.length > 2) {
		throw new RangeError(`expected [ADDRESS:]HOST_PORT:NODE_PORT[/tcp|udp], such as 8080:30080, found "${text}"`);
	}

	return {address: address ?? defaultAddress, hostPort: parsePort(host, text), protocol: protocol ?? 'tcp', target: parseTarget(target, text)};
}

/** Like parseWantedPort, for where no Service can be looked up. @throws RangeError */
export function parsePortSpec(text: string): PortSpec {
	const {target, ...port} = parseWantedPort(text);
	if (target.kind === 'service') {
		throw new RangeError(`expected a node port behind ${port.hostPort}:, found "${target.name}"; on a running cluster a Service can be named: single-kube port add ${text}`);
	}

	return {...port, nodePort: target.nodePort};
}

/** `8080`, `8080/udp`, `127.0.0.1:8080` or all of it. @throws RangeError */
export function parsePortPattern(text: string): PortPattern {
	const {address, rest, protocol} = split(text);
	const [host, node, ...more] = rest;
	if (host === undefined || more.length > 0) {
		throw new RangeError(`expected [ADDRESS:]HOST_PORT[:NODE_PORT][/tcp|udp], such as 8080, found "${text}"`);
	}

	return {
		hostPort: parsePort(host, text),
		...(address === undefined ? {} : {address}), ...(protocol === undefined ? {} : {protocol}), ...(node === undefined ? {} : {nodePort: parsePort(node, text)}),
	};
}

export function matches(port: PortSpec, pattern: PortPattern): boolean {
	return (Object.keys(pattern) as Array<keyof PortSpec>).every(key => pattern[key] === port[key]);
}

/** Whether both cannot be published at once: one port of one address, or of all. */
export function collide(a: PortSpec, b: PortSpec): boolean {
	return a.hostPort === b.hostPort && a.protocol === b.protocol && (a.address === b.address || [a.address, b.address].includes('0.0.0.0'));
}

/** All of it, as parsePortSpec takes it: `127.0.0.1:8080:30080/tcp`. */
export function formatPort({address, hostPort, nodePort, protocol}: PortSpec): string {
	return `${address}:${hostPort}:${nodePort}/${protocol}`;
}

/** The id of its component, without what is the default: `port-8080`, `port-8053-udp`, `port-0.0.0.0-8080`. */
export function portId({address, hostPort, protocol}: PortSpec): string {
	return ['port', ...(address === defaultAddress ? [] : [address]), hostPort, ...(protocol === 'tcp' ? [] : [protocol])].join('-');
}

/** In an order that does not depend on who was added first. */
export function inOrder(ports: readonly PortSpec[]): PortSpec[] {
	return [...ports].sort((a, b) => a.hostPort - b.hostPort || formatPort(a).localeCompare(formatPort(b)));
}

type Parts = {readonly address: string | undefined; readonly rest: readonly string[]; readonly protocol: 'tcp' | 'udp' | undefined};

function split(text: string): Parts {
	const [, body = '', protocol] = /^(.*?)(?:\/(tcp|udp))?$/.exec(text)!;
	if (body.includes('[') || body.includes('::')) {
		throw new RangeError(`expected an IPv4 address, found "${text}"`);
	}

	const [first = '', ...rest] = body.split(':');
	if (!first.includes('.')) {
		return {address: undefined, rest: [first, ...rest], protocol: protocol as Parts['protocol']};
	}

	if (!/^(\d{1,3}\.){3}\d{1,3}$/.test(first) || first.split('.').some(octet => Number(octet) > 255)) {
		throw new RangeError(`expected an IPv4 address, found "${first}" in "${text}"`);
	}

	return {address: first, rest, protocol: protocol as Parts['protocol']};
}

function parsePort(word: string, text: string): number {
	const port = Number(word);
	if (!/^\d+$/.test(word) || port < 1 || port > 65_535) {
		throw new RangeError(`expected ports from 1 to 65535, found "${word}" in "${text}"`);
	}

	return port;
}

/** Names as Kubernetes has them ("Object Names and IDs": DNS labels); a number is a node port. */
function parseTarget([first = '', port]: readonly string[], text: string): PortTarget {
	if (port === undefined && /^-?\d+$/.test(first)) {
		return {kind: 'node-port', nodePort: parsePort(first, text)};
	}

	const match = /^(?:([a-z\d][a-z\d-]*)\/)?([a-z][a-z\d-]*)$/.exec(first);
	// A number there is not a namespace but a node port, and what follows it a protocol that nobody publishes.
	if (!match || port === '' || /^\d+$/.test(match[1] ?? '')) {
		throw new RangeError(`expected a node port or a Service ([NAMESPACE/]NAME[:PORT]), found "${first}" in "${text}"`);
	}

	return {kind: 'service', namespace: match[1] ?? 'default', name: match[2]!, port};
}
