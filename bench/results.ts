/** What is measured, the goals (DESIGN §7), and how well they are reached. Pure. */
import {formatTable} from '../src/cli/output.ts';

export type Measurement = {
	readonly what: string;
	readonly unit: string;
	readonly digits: number;
	/** At most this much. */
	readonly goal?: number | ((kubernetesVersion: string) => number);
};

/** In the order in which they are shown. */
export const measurements = {
	start: {what: 'start of a new cluster', unit: 's', digits: 2},
	startToPage: {what: 'start of a new cluster to nginx\'s page', unit: 's', digits: 2, goal: version => version.startsWith('1.20.') ? 6 : 4},
	restart: {what: 'start after stop', unit: 's', digits: 2},
	restartToPage: {what: 'start after stop to the same page', unit: 's', digits: 2, goal: 4},
	stop: {what: 'stop', unit: 's', digits: 2, goal: 2},
	delete: {what: 'delete', unit: 's', digits: 2, goal: 3},
	imageBuild: {what: 'docker build of one line', unit: 's', digits: 2},
	imageToReady: {what: 'image just built to pod Ready', unit: 's', digits: 2, goal: 1.5},
	idleMemory: {what: 'idle, all components', unit: 'MiB', digits: 0, goal: 350},
	idleCpu: {what: 'idle, all components', unit: '% of a core', digits: 1, goal: 3},
	agentMemory: {what: 'idle, agent (gateway and supervisor)', unit: 'MiB', digits: 0, goal: 60},
	dashboardMemory: {what: 'dashboard at rest', unit: 'MiB', digits: 0, goal: 120},
	dashboardCpu: {what: 'dashboard at rest', unit: '% of a core', digits: 1, goal: 3},
	dashboardFrame: {what: 'dashboard, a frame', unit: 'ms', digits: 1},
	dashboardFrameBytes: {what: 'dashboard, a frame', unit: 'bytes', digits: 0},
	dashboardKey: {what: 'dashboard, a key in 10,000 log lines a second', unit: 'ms', digits: 0, goal: 100},
	imageBytes: {what: 'unique bytes of all images', unit: 'MB', digits: 0, goal: 600},
	inspectP50: {what: 'gateway, added to an inspect, p50', unit: 'ms', digits: 2, goal: 1},
	inspectP99: {what: 'gateway, added to an inspect, p99', unit: 'ms', digits: 2},
	listP50: {what: 'gateway, added to a list, p50', unit: 'ms', digits: 2, goal: 1},
	listP99: {what: 'gateway, added to a list, p99', unit: 'ms', digits: 2},
} as const satisfies Record<string, Measurement>;

export type MeasurementName = keyof typeof measurements;
export type Values = Partial<Record<MeasurementName, number[]>>;

export type Result = {
	readonly name: MeasurementName; readonly what: string; readonly unit: string;
	readonly goal: number | undefined; readonly median: number; readonly met: boolean | undefined; readonly values: readonly number[];
};

/** @param kubernetesVersion some goals depend on it */
export function resultsOf(values: Values, kubernetesVersion: string): Result[] {
	return Object.entries(measurements as Record<string, Measurement>).flatMap(([key, {what, unit, goal: limit}]) => {
		const name = key as MeasurementName;
		const single = values[name] ?? [];
		if (single.length === 0) {
			return [];
		}

		const goal = typeof limit === 'function' ? limit(kubernetesVersion) : limit;
		const middle = median(single);
		return [{name, what, unit, goal, median: middle, met: goal === undefined ? undefined : middle <= goal, values: single}];
	});
}

export function formatResults(results: readonly Result[]): string {
	return formatTable(['WHAT', 'GOAL', 'MEDIAN', 'MET', 'ALL VALUES'], results.map(({name, what, unit, goal, median: middle, met, values}) => {
		const {digits} = measurements[name];
		return [
			what, goal === undefined ? '' : `≤ ${goal} ${unit}`, `${middle.toFixed(digits)} ${unit}`, met === undefined ? '' : met ? 'yes' : 'NO',
			values.length > 1 ? values.map(value => value.toFixed(digits)).join(' ') : '',
		];
	}));
}

/** The middle one; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	const half = sorted.length / 2;
	return Number.isInteger(half) ? (sorted[half - 1]! + sorted[half]!) / 2 : sorted[Math.floor(half)]!;
}

/** The index of the value that is nearest to the median, the first of several. */
export function medianIndex(values: readonly number[]): number {
	const middle = median(values);
	const distances = values.map(value => Math.abs(value - middle));
	return distances.indexOf(Math.min(...distances));
}
