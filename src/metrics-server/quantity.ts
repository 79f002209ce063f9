/** Amounts in the canonical form of Kubernetes' quantities ("Quantity", Kubernetes API reference). Pure. */

/** @param nanoCores of CPU, a whole number @returns `250m`, `4511803n`, `2` */
export function cores(nanoCores: number): string {
	return inLargest(nanoCores, 1000, ['n', 'u', 'm', '']);
}

/** @param count of bytes, a whole number @returns `2588Ki`, `1Gi`, `1000` */
export function bytes(count: number): string {
	return inLargest(count, 1024, ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi']);
}

/** In the largest unit in which it is still a whole number. */
function inLargest(amount: number, step: number, units: readonly string[]): string {
	let rest = Math.round(amount);
	let unit = 0;
	while (rest !== 0 && rest % step === 0 && unit < units.length - 1) {
		rest /= step;
		unit++;
	}

	return rest === 0 ? '0' : `${rest}${units[unit]}`;
}
