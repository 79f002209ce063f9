/** Amounts as people write them for Docker and for Kubernetes: `300M`, `1.5Gi`, `200m`, `90s`. Pure. */

/** Docker's are powers of 1024, whatever they are called. */
const bytesIn: Readonly<Record<string, number>> = {b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4};

/** `4g`, `512M`, `4Gi`; a number alone is mebibytes. @returns bytes; undefined of anything else */
export function readBytes(text: string): number | undefined {
	const match = /^(\d+(?:\.\d+)?)\s*(?:([bkmgt])i?b?)?$/i.exec(text.trim());
	const bytes = Math.floor(Number(match?.[1]) * bytesIn[(match?.[2] ?? 'm').toLowerCase()]!);
	return match && Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** `2`, `1.5`, `500m`. @returns cores; undefined of anything else */
export function readCores(text: string): number | undefined {
	const match = /^(\d+(?:\.\d+)?)(m?)$/.exec(text.trim());
	return match ? Number(match[1]) / (match[2] === 'm' ? 1000 : 1) : undefined;
}

const secondsIn = {s: 1, m: 60, h: 3600} as const;
/** More is a slip of the finger; and timers overflow at 24.8 days. */
const longestDuration = 86_400;

/** What readDuration takes. */
export const durationExpected = 'It takes seconds or a time such as 90s or 2m, above 0 and at most 24h.';

/** `90`, `90s`, `2m`, `1h`. @returns seconds, above 0 and at most a day; undefined of anything else */
export function readDuration(text: string): number | undefined {
	const match = /^(\d+(?:\.\d+)?)([smh]?)$/.exec(text);
	const seconds = Number(match?.[1]) * secondsIn[(match?.[2] || 's') as keyof typeof secondsIn];
	return match && seconds > 0 && seconds <= longestDuration ? seconds : undefined;
}
