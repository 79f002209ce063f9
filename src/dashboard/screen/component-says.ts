/** What a component said of itself, short for its row and whole for its details. Pure. */
import type {Leadership, Says} from '../../component-metrics/says.ts';
import {formatAge, formatBytes} from '../format/amounts.ts';
import type {ComponentRecord, DashboardState} from '../state.ts';
import type {Line, Span} from './span.ts';

/** Milliseconds after which it is history: the apiserver is asked every 15 s. */
const keptFor = 40_000;

/** The last that it said; undefined of what does not run, and of what was said by another run of it or long ago. */
export function saidBy({id, state, startedAt}: ComponentRecord, {said, now}: DashboardState): {readonly says: Says; readonly at: number} | undefined {
	const last = said[id];
	return last && state === 'running' && last.at >= startedAt && now - last.at <= keptFor ? last : undefined;
}

/** A word or two, what is out of the ordinary first. */
export function shortly(says: Says): string {
	switch (says.kind) {
		case 'apiserver': {
			return says.requestsPerSecond === undefined ? '' : `${formatRate(says.requestsPerSecond)} req/s`;
		}

		case 'etcd': {
			return `db ${formatBytes(says.sizeBytes)}`;
		}

		case 'kubelet': {
			return plural(says.pods, 'pod');
		}

		case 'scheduler': {
			return withLeadership(says.leadership, total(says.pending), 'pending');
		}

		case 'controller-manager': {
			return withLeadership(says.leadership, says.queued, 'queued');
		}
	}
}

/** All of it, a line each. */
export function saysLines(component: ComponentRecord, state: DashboardState): Line[] {
	const last = saidBy(component, state);
	return last ? [[], [{text: 'It says', tone: 'accent'}, {text: `, ${formatAge(state.now - last.at)} ago`, tone: 'dim'}], ...linesOf(last.says)] : [];
}

function linesOf(says: Says): Line[] {
	switch (says.kind) {
		case 'apiserver': {
			return [
				line('Requests', says.requestsPerSecond === undefined ? 'the first count was just taken' : `${formatRate(says.requestsPerSecond)} a second, without watches`),
				line('Watches', amount(says.watches, 'open')),
				line('In flight', amount(says.inFlight, 'now')),
			];
		}

		case 'etcd': {
			return [
				line('Database', `${formatBytes(says.sizeBytes)}${says.inUseBytes === undefined ? '' : `, ${formatBytes(says.inUseBytes)} of it in use`}`),
				line('Keys', amount(says.keys)),
			];
		}

		case 'kubelet': {
			return [line('Pods', `${says.pods} running`), line('Containers', amount(says.containers, 'running'))];
		}

		case 'scheduler': {
			return [line('Leader', leading(says.leadership)), line('Pending', pendingText(says.pending))];
		}

		case 'controller-manager': {
			return [
				line('Leader', leading(says.leadership)),
				line('Queued', says.queued === 0 ? 'nothing waits in its queues' : `${says.queued}: ${says.busiest.map(({name, depth}) => `${name} ${depth}`).join(', ')}`),
			];
		}
	}
}

function line(name: string, text: string): Line {
	const title: Span = {text: `  ${name.padEnd(11)}`, tone: 'accent'};
	return [title, {text}];
}

function leading(leadership: Leadership): string {
	const holder = leadership.kind === 'alone' || leadership.holder === undefined ? '' : leadership.holder;
	switch (leadership.kind) {
		case 'alone': {
			return 'yes: it is the only one, without an election (--leader-elect=false)';
		}

		case 'leader': {
			return `yes${holder === '' ? '' : `: the lease is held by ${holder}`}`;
		}

		case 'standby': {
			return `no${holder === '' ? ', it waits for the lease' : `: the lease is held by ${holder}`}`;
		}
	}
}

function pendingText(pending: Readonly<Record<string, number>>): string {
	const some = Object.entries(pending).filter(([, count]) => count > 0);
	return some.length === 0 ? 'no pod waits for a node' : some.map(([queue, count]) => `${count} ${queue}`).join(', ');
}

function withLeadership(leadership: Leadership, waiting: number, word: string): string {
	const leads = leadership.kind === 'standby' ? 'standby' : 'leader';
	return waiting > 0 ? `${waiting} ${word}, ${leads}` : leads;
}

function total(amounts: Readonly<Record<string, number>>): number {
	return Object.values(amounts).reduce((sum, count) => sum + count, 0);
}

function plural(count: number, word: string): string {
	return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function amount(count: number | undefined, word = ''): string {
	return count === undefined ? '-' : `${count} ${word}`.trimEnd();
}

/** `0.4`, `12`. */
function formatRate(perSecond: number): string {
	return perSecond < 9.95 ? perSecond.toFixed(1) : String(Math.round(perSecond));
}
