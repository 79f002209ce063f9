/** A call that the gateway answers itself, in the engine's own error form. */
import type {ServerResponse} from 'node:http';

/** Thrown where a call may not or cannot go on; `forwarding` turns it into `{"message": …}`, as the engine writes its errors. */
export class Refusal extends Error {
	override readonly name = 'Refusal';
	readonly status: number;

	/** @param status the HTTP status; @param message what a client of the engine shows to its user */
	constructor(status: number, message: string) {
		super(message);
		this.status = status;
	}
}

/** The engine's wording for a container that it does not have; both shims look for these words. */
export const noSuchContainer = (reference: string): Refusal => new Refusal(404, `No such container: ${reference}`);
export const noSuchExec = (id: string): Refusal => new Refusal(404, `No such exec instance: ${id}`);
export const pageNotFound = (): Refusal => new Refusal(404, 'page not found');

/** Answer with the engine's error form; a response that has begun can only be cut. */
export function answerRefusal(response: ServerResponse, refusal: Refusal): void {
	if (response.headersSent) {
		response.destroy();
		return;
	}

	const body = errorBody(refusal);
	response.writeHead(refusal.status, {'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body)});
	response.end(body);
}

export const errorBody = (refusal: Refusal): string => `${JSON.stringify({message: refusal.message})}\n`;
