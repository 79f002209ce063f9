/**
 * One bad Ingress must not keep the others from being served: what nginx refuses is found and left out, or served as it
 * was when nginx last took it.
 */
import {keyOf} from '../api/key-of.ts';
import type {Ingress} from './objects.ts';

export type Trial = {
	/** @returns what nginx has against a configuration made from these; undefined when it takes it */
	readonly test: (ingresses: readonly Ingress[]) => Promise<string | undefined>;
	/** What nginx would get to see of this one alone: secrets and pods behind it included. A refusal holds as long as it stays the same. */
	readonly versionOf: (ingress: Ingress) => string;
};

export type Accepted = {
	/** To be served, in the same order. */
	readonly ingresses: readonly Ingress[];
	readonly refused: ReadonlyArray<{readonly ingress: Ingress; readonly why: string}>;
};

/** @throws Error when nginx refuses even a configuration without any Ingress */
export type Accept = (wanted: readonly Ingress[], trial: Trial) => Promise<Accepted>;

export function createAccept(): Accept {
	let good = new Map<string, Ingress>();
	let bad = new Map<string, {readonly version: string; readonly why: string}>();
	return async (wanted, {test, versionOf}) => {
		bad = new Map([...bad].filter(([key, {version}]) => wanted.some(ingress => keyOf(ingress) === key && versionOf(ingress) === version)));
		const asItWas = (ingress: Ingress): Ingress[] => {
			const before = good.get(keyOf(ingress));
			return before && versionOf(before) !== versionOf(ingress) ? [before] : [];
		};

		let ingresses = wanted.flatMap(ingress => bad.has(keyOf(ingress)) ? asItWas(ingress) : [ingress]);
		if (await test(ingresses) !== undefined) {
			const nothing = await test([]);
			if (nothing !== undefined) {
				throw new Error(`nginx refuses the configuration: ${nothing}`);
			}

			// One more each time: slow with many, but only until the bad ones are known.
			ingresses = [];
			for (const ingress of wanted) {
				const why = await test([...ingresses, ingress]);
				if (why === undefined) {
					ingresses.push(ingress);
					continue;
				}

				bad.set(keyOf(ingress), {version: versionOf(ingress), why});
				const before = asItWas(ingress);
				if (before.length > 0 && await test([...ingresses, ...before]) === undefined) {
					ingresses.push(...before);
				}
			}
		}

		good = new Map(ingresses.map(ingress => [keyOf(ingress), ingress]));
		return {ingresses, refused: wanted.flatMap(ingress => {
			const refusal = bad.get(keyOf(ingress));
			return refusal ? [{ingress, why: refusal.why}] : [];
		})};
	};
}
