/** One thing that happened in a cluster, whoever tells it. */

export type Happening = {
	/** Milliseconds since the epoch. */
	readonly at: number;
	/** Who tells it: the engine of containers, the supervisor of its repairs, Kubernetes of its objects. */
	readonly source: 'engine' | 'supervisor' | 'kubernetes';
	readonly type: 'Normal' | 'Warning';
	/** The component that it happened to, or that says it: `kubelet@node-1`; undefined where Kubernetes names nobody we know. */
	readonly component: string | undefined;
	/** What it happened to: the component, or `Pod shop/web`. */
	readonly about: string;
	/** Of an object of Kubernetes. */
	readonly namespace: string | undefined;
	/** One word: `Started`, `Scheduled`. */
	readonly reason: string;
	/** One line. */
	readonly message: string;
	/** How often it happened by then. */
	readonly count: number;
};

export type Wanted = {
	/** A component's id. */
	readonly component?: string | undefined;
	readonly namespace?: string | undefined;
};

/** What happens to components concerns every namespace; a component's own are those that it tells of, too. */
export function isWanted(happening: Happening, {component, namespace}: Wanted): boolean {
	const named = component === undefined || happening.component === component || happening.component === component.split('@')[0];
	return named && (namespace === undefined || happening.source !== 'kubernetes' || happening.namespace === namespace);
}

/** What Kubernetes tells is exact to the second only; what happened to components in that second is its cause more often than not. */
const second = 1000;

function orderOf({at, source}: Happening): number {
	return source === 'kubernetes' && at % second === 0 ? at + second - 1 : at;
}

/** How far apart, in milliseconds, two reports of the same may be: the engine's events, and what it says of a container later. */
const same = 2000;

/** @returns each once, the oldest first */
export function arrange(happenings: readonly Happening[]): Happening[] {
	const kept: Happening[] = [];
	for (const happening of [...happenings].sort((a, b) => orderOf(a) - orderOf(b))) {
		const twin = kept.findLast(other => Math.abs(other.at - happening.at) <= same && isSame(other, happening));
		if (!twin) {
			kept.push(happening);
		}
	}

	return kept;
}

function isSame(a: Happening, b: Happening): boolean {
	return a.source === b.source && a.about === b.about && a.reason === b.reason && (a.source === 'engine' || (a.message === b.message && a.count === b.count));
}
