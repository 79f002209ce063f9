const factors: Readonly<Record<string, number>> = {
	'': 1, m: 1e-3, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18,
	Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60,
};

/**
 * How much a quantity is ("Quantity", Kubernetes API reference): `1Gi`, `500M`, `1e9`, `0.5`.
 *
 * @throws RangeError when it is none
 */
export function parseQuantity(quantity: string): number {
	const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([A-Za-z]*)$/.exec(quantity);
	const factor = factors[match?.[2] ?? '?'];
	if (!match || factor === undefined) {
		throw new RangeError(`expected a quantity such as 1Gi, found "${quantity}"`);
	}

	return Number(match[1]) * factor;
}
