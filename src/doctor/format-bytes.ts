/** Sizes as a person reads them. Pure. */
const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** `23.5 GiB`, `800 MiB` */
export function formatBytes(bytes: number): string {
	const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
	const value = bytes / 1024 ** power;
	return `${value >= 100 || power === 0 ? Math.round(value) : Math.round(value * 10) / 10} ${units[power]}`;
}
