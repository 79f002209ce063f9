/** Hosts of Ingresses: exact ones, and wildcards for one label ("Hostname wildcards", Ingress, Kubernetes documentation). Pure. */
import {quote} from './quote.ts';

const label = '[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?';
const form = new RegExp(String.raw`^(\*\.)?${label}(\.${label})*$`);

/** The apiserver checks the same; what gets into nginx's configuration is checked here again. */
export function isHost(host: string): boolean {
	return host.length <= 253 && form.test(host);
}

/** What follows `server_name`: nginx's own wildcards would match several labels. */
export function serverName(host: string): string {
	return host.startsWith('*.') ? quote(String.raw`~^[^.]+${host.slice(1).replaceAll('.', String.raw`\.`)}$`) : quote(host);
}

/** Whether a host of `tls` is there for a host of a rule. */
export function covers(pattern: string, host: string): boolean {
	return pattern === host || pattern.startsWith('*.') && host.slice(host.indexOf('.')) === pattern.slice(1);
}
