/** The line above the panes: which cluster, and how it is. Pure. */
import {formatAge, formatBytes, formatPercent} from '../format/amounts.ts';
import {cellsOf} from '../format/cells.ts';
import type {Fault} from '../../faults/fault.ts';
import {needsOf} from '../../status/components.ts';
import {mainTrouble} from '../../status/next-step.ts';
import {findTroubles} from '../../status/troubles.ts';
import {faultOn, isWell} from '../rows.ts';
import type {ComponentRecord, DashboardState} from '../state.ts';
import {stateOf} from './components.ts';
import {glyphsFor} from './glyphs.ts';
import type {Line, Span} from './span.ts';

type Part = {readonly spans: readonly Span[]; /** The highest goes first where there is no room. */ readonly drop: number};

export function headerLine(state: DashboardState, width: number): Line {
	const {cluster, kubernetesVersion, context, engine, readOnly} = state.facts;
	const {dot} = glyphsFor(state.facts.ascii);
	const parts: readonly Part[] = [
		{drop: 0, spans: [{text: cluster, tone: 'strong'}]},
		{drop: 2, spans: kubernetesVersion === undefined ? [] : [{text: `Kubernetes ${kubernetesVersion}`}]},
		{drop: 5, spans: [{text: `context ${context}`, tone: 'dim'}]},
		{drop: 6, spans: [{text: engine, tone: 'dim'}]},
		{drop: 1, spans: [healthOf(state)]},
		{drop: 1, spans: apiOf(state)},
		{drop: 3, spans: totalOf(state)},
		{drop: 3, spans: forwardsOf(state)},
		{drop: 4, spans: readOnly ? [{text: 'read-only', tone: 'warn'}] : []},
	];
	return [{text: ' '}, ...joined(fitting(parts.filter(({spans}) => spans.length > 0), width - 1), ` ${dot} `)];
}

/** `14/15 well: etcd exited 1`, or that the engine cannot be asked. */
export function healthOf({engine, components, faults, now}: DashboardState): Span {
	switch (engine.state) {
		case 'waiting': {
			return {text: 'looking', tone: 'dim'};
		}

		case 'lost': {
			return {text: `the engine is gone for ${formatAge(now - engine.since)}`, tone: 'bad'};
		}

		case 'fresh': {
			const ill = components.filter(component => !isWell(component, faultOn({faults}, component)));
			const worst = worstOf(ill, components, faults);
			const count = `${components.length - ill.length}/${components.length} well`;
			return worst ? {text: `${count}: ${worst.id} ${stateOf(worst, undefined, faultOn({faults}, worst)).word}`, tone: 'bad'} : {text: count, tone: 'good'};
		}
	}
}

/** What nobody wanted comes before what was broken on purpose, and a cause before what it leads to: as `single-kube status` has it. */
function worstOf(ill: readonly ComponentRecord[], components: readonly ComponentRecord[], faults: readonly Fault[]): ComponentRecord | undefined {
	const main = mainTrouble(findTroubles(components.map(({id, state, held, exitCode, job, design}) => ({
		component: id, state, held, exitCode, job, outOfMemory: false, health: undefined, needs: design ? needsOf(design) : [],
	}))).filter(({component}) => faults.every(fault => fault.component !== component)));
	return ill.find(({id}) => id === main?.component) ?? ill[0];
}

function apiOf({api, now}: DashboardState): Span[] {
	switch (api.state) {
		case 'waiting': {
			return [];
		}

		case 'lost': {
			return [{text: `API silent for ${formatAge(now - api.since)}`, tone: 'bad'}];
		}

		case 'fresh': {
			return [{text: 'API answers', tone: 'good'}];
		}
	}
}

function totalOf({usage}: DashboardState): Span[] {
	const all = Object.values(usage);
	return all.length === 0 ? [] : [{
		text: `CPU ${formatPercent(all.reduce((sum, {cpuPercent}) => sum + cpuPercent, 0))} MEM ${formatBytes(all.reduce((sum, {memoryBytes}) => sum + memoryBytes, 0))}`,
	}];
}

function forwardsOf({forwards}: DashboardState): Span[] {
	return forwards.length === 0 ? [] : [{text: `${forwards.length} ${forwards.length === 1 ? 'port' : 'ports'} forwarded`, tone: 'accent'}];
}

function fitting(parts: readonly Part[], width: number): readonly Part[] {
	const cells = (kept: readonly Part[]): number => kept.reduce((sum, {spans}) => sum + 3 + spans.reduce((inner, {text}) => inner + cellsOf(text), 0), -3);
	let kept = parts;
	while (cells(kept) > width && kept.length > 1) {
		const worst = Math.max(...kept.map(({drop}) => drop));
		kept = kept.filter((part, index) => !(part.drop === worst && index === kept.findLastIndex(({drop}) => drop === worst)));
	}

	return kept;
}

function joined(parts: readonly Part[], between: string): Span[] {
	return parts.flatMap(({spans}, index) => index === 0 ? [...spans] : [{text: between, tone: 'dim' as const}, ...spans]);
}
