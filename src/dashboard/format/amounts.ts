/** Amounts in few characters, as kubectl and docker write them. Pure. */

/** `45s`, `12m`, `3h`, `2d`: one unit, so that it changes seldom. @param milliseconds negative counts as 0 */
export function formatAge(milliseconds: number): string {
	const seconds = Math.max(0, Math.floor(milliseconds / 1000));
	if (seconds < 120) {
		return `${seconds}s`;
	}

	const minutes = Math.floor(seconds / 60);
	if (minutes < 120) {
		return `${minutes}m`;
	}

	const hours = Math.floor(minutes / 60);
	return hours < 48 ? `${hours}h` : `${Math.floor(hours / 24)}d`;
}

/** `850K`, `64M`, `1.4G`: powers of 1024. */
export function formatBytes(bytes: number): string {
	const units = ['B', 'K', 'M', 'G', 'T'];
	let amount = bytes;
	let unit = 0;
	while (amount >= 1000 && unit < units.length - 1) {
		amount /= 1024;
		unit++;
	}

	return `${unit > 0 && amount < 10 ? amount.toFixed(1) : Math.round(amount)}${units[unit]}`;
}

/** Per cent of one core: `0.4%`, `12%`. */
export function formatPercent(percent: number): string {
	return `${percent < 9.95 ? percent.toFixed(1) : Math.round(percent)}%`;
}
