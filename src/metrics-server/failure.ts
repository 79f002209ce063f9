/** What goes wrong with a request, as the Status object that Kubernetes' clients read. Pure. */

/** An answer that is no success. */
export class Failure extends Error {
	override readonly name: string = 'Failure';
	readonly code: number;
	readonly reason: string;

	/** @param code of HTTP @param reason of the Status object: `NotFound` */
	constructor(code: number, reason: string, message: string) {
		super(message);
		this.code = code;
		this.reason = reason;
	}
}

export function statusOf({code, reason, message}: Failure): object {
	return {kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code};
}

export const unauthorized = (): Failure => new Failure(401, 'Unauthorized', 'Unauthorized');
export const noSuchPath = (): Failure => new Failure(404, 'NotFound', 'the server could not find the requested resource');
export const methodNotAllowed = (): Failure => new Failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource');

/** @param resource `nodemetrics` or `podmetrics` @param name `default/web` */
export const notFound = (resource: string, name: string): Failure => new Failure(404, 'NotFound', `${resource}.metrics.k8s.io "${name}" not found`);
