/** The text format of Prometheus ("Exposition formats", Prometheus documentation), as far as components of Kubernetes use it. Pure. */

/** One value of a metric: `apiserver_request_total{verb="GET"} 12`. */
export type Sample = {readonly name: string; readonly labels: Readonly<Record<string, string>>; readonly value: number};

/** @returns undefined of what is no sample: a comment, an empty line, a line that was cut off */
export function parseSample(line: string): Sample | undefined {
	const [, name, labels = '', value] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/.exec(line) ?? [];
	return name === undefined || Number.isNaN(numberOf(value!)) ? undefined : {name, labels: parseLabels(labels), value: numberOf(value!)};
}

/** The sum of all values of a metric; undefined where there is none. @param like only those with these labels */
export function sumOf(samples: readonly Sample[], name: string, like: (labels: Sample['labels']) => boolean = () => true): number | undefined {
	const values = samples.filter(sample => sample.name === name && like(sample.labels)).map(({value}) => value);
	return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
}

function parseLabels(text: string): Record<string, string> {
	const labels: Record<string, string> = {};
	for (const [, name, value] of text.matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g)) {
		labels[name!] = value!.replaceAll(/\\(.)/g, (_, escaped: string) => escaped === 'n' ? '\n' : escaped);
	}

	return labels;
}

function numberOf(text: string): number {
	return text === '+Inf' ? Number.POSITIVE_INFINITY : text === '-Inf' ? Number.NEGATIVE_INFINITY : Number(text);
}
