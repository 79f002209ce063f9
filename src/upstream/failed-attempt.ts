/** Why one attempt to get a file failed, and whether another at the same address can do better. Pure. */
import {messageOf} from '../errors.ts';

export class FailedAttempt extends Error {
	/** The same address will not do better. */
	readonly final: boolean;
	/** How long the server wants to be left alone, in milliseconds. */
	readonly retryAfterMs: number | undefined;

	constructor(message: string, {final = false, retryAfterMs, cause}: {final?: boolean; retryAfterMs?: number; cause?: unknown} = {}) {
		super(message, {cause});
		this.final = final;
		this.retryAfterMs = retryAfterMs;
	}
}

/** An answer that is no file. Too many requests, time-outs and trouble of the server may pass; other refusals stay (RFC 9110, 15.5 and 15.6). */
export function refusedBy(status: number, retryAfter: string | undefined, now = Date.now()): FailedAttempt {
	const passes = status === 408 || status === 425 || status === 429 || status >= 500;
	return new FailedAttempt(`HTTP status ${status}`, {final: !passes, retryAfterMs: parseRetryAfter(retryAfter, now)});
}

/** A connection that failed. A name that does not exist, a certificate that is not trusted and a proxy that refuses stay so. */
export function failedBy(error: unknown): FailedAttempt {
	const code = codeOf(error);
	const proxyStatus = /Proxy response \((\d+)\)/.exec(messageOf(error))?.[1];
	if (proxyStatus !== undefined) {
		return new FailedAttempt(`the proxy answered with HTTP status ${proxyStatus}`, {final: refusedBy(Number(proxyStatus), undefined).final, cause: error});
	}

	const final = code === 'ENOTFOUND' || code === 'EPROTO' || code === 'UND_ERR_INVALID_ARG' || /CERT|SELF_SIGNED|LEAF_SIGNATURE|ERR_TLS|ERR_SSL/.test(code);
	return new FailedAttempt(messageOf(error) || code, {final, cause: error});
}

/** @param value seconds, or a date (RFC 9110, 10.2.3) @returns milliseconds */
function parseRetryAfter(value: string | undefined, now: number): number | undefined {
	if (value === undefined) {
		return undefined;
	}

	const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now;
	return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

function codeOf(error: unknown): string {
	const {code, cause} = error as {code?: unknown; cause?: unknown};
	return typeof code === 'string' ? code : cause === undefined ? '' : codeOf(cause);
}
