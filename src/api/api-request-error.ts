import {messageOf, SingleKubeError} from '../errors.ts';

/** The API server refused a request, or could not be reached; its code is API_REQUEST_FAILED. */
export class ApiRequestError extends SingleKubeError {
	override readonly name: string = 'ApiRequestError';
	/** The HTTP status; undefined when no answer came. */
	readonly status: number | undefined;
	/** The Status object's reason: `NotFound`, `AlreadyExists`, `Forbidden`; undefined when no answer came. */
	readonly reason: string | undefined;

	constructor(message: string, details: {status?: number; reason?: string; seen: readonly string[]; hint?: string; cause?: unknown}) {
		super('API_REQUEST_FAILED', message, details);
		this.status = details.status;
		this.reason = details.reason;
	}
}

/** @param request in words: "GET /api/v1/nodes" */
export function unreachable(request: string, server: string, error: unknown): ApiRequestError {
	return new ApiRequestError(`the API server at ${server} did not answer ${request}`, {
		seen: [messageOf(error)],
		hint: 'See what state the cluster is in: single-kube status',
		cause: error,
	});
}

/** @param body the answer; a Status object, or text from something before the API */
export function refused(request: string, status: number, body: string): ApiRequestError {
	const {reason, message} = parseStatus(body);
	return new ApiRequestError(`the API server refused ${request}: ${status}${reason === undefined ? '' : ` ${reason}`}`, {
		status,
		reason,
		seen: [message ?? body.slice(0, 500)],
	});
}

export const isNotFound = (error: unknown): boolean => error instanceof ApiRequestError && error.status === 404;
export const isAlreadyExists = (error: unknown): boolean => error instanceof ApiRequestError && error.reason === 'AlreadyExists';

/** Whether the same request may succeed in a moment: no answer, overload, trouble in the server, or a history that is gone (410). */
export function isPassing(error: unknown): boolean {
	return error instanceof SingleKubeError && error.code === 'TIMEOUT' || error instanceof ApiRequestError && (error.status === undefined || [410, 429].includes(error.status) || error.status >= 500);
}

function parseStatus(body: string): {reason?: string; message?: string} {
	try {
		const parsed: unknown = JSON.parse(body);
		if (typeof parsed === 'object' && parsed !== null) {
			return {
				reason: 'reason' in parsed && typeof parsed.reason === 'string' ? parsed.reason : undefined,
				message: 'message' in parsed && typeof parsed.message === 'string' ? parsed.message : undefined,
			};
		}
	} catch {
		// Not everything that answers is the API: /readyz and proxies speak plain text.
	}

	return {};
}
