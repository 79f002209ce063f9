/** An API that records what it is asked and answers as it is told. */
import type {Api} from '../../src/api/api.ts';
import {refused} from '../../src/api/api-request-error.ts';

export type Call = {readonly verb: 'get' | 'create' | 'patch' | 'delete'; readonly path: string; readonly body: Record<string, unknown>};

/** @param answer what a call resolves to; a number is the status of a refusal; undefined is an empty object */
export function fakeApi(answer: (call: Call) => object | number | undefined = () => undefined): {api: Api; calls: Call[]; events: () => Array<{reason: string; message: string; count: number}>} {
	const calls: Call[] = [];
	const call = async (verb: Call['verb'], path: string, body: object = {}): Promise<never> => {
		const made = {verb, path, body: body as Record<string, unknown>};
		calls.push(made);
		const given = answer(made);
		if (typeof given === 'number') {
			throw refused(`${verb} ${path}`, given, JSON.stringify({reason: {404: 'NotFound', 409: 'AlreadyExists'}[given] ?? 'InternalError', message: `${given}`}));
		}

		return (given ?? {}) as never;
	};

	const unexpected = (): never => {
		throw new Error('not a call of a controller');
	};

	return {
		calls,
		events: () => calls.filter(({verb, path}) => verb === 'create' && path.endsWith('/events')).map(({body}) => body as {reason: string; message: string; count: number}),
		api: {
			get: async path => call('get', path), create: async (path, object) => call('create', path, object),
			patch: async (path, body) => call('patch', path, body),
			async delete(path) {
				await call('delete', path);
			},
			list: unexpected, raw: unexpected, watch: unexpected, waitFor: unexpected, upgrade: unexpected, close: () => undefined,
		},
	};
}
