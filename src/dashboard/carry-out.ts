/** What keys ask for, done: to the cluster, and with the terminal. What becomes of a deed is told in the footer; it never ends the dashboard. */
import {messageOf} from '../errors.ts';
import {type Deed, deedText} from './deeds/deed.ts';
import type {Handover} from './handover.ts';
import {createForwards} from './perform/forwards.ts';
import {handOver} from './perform/hand-over.ts';
import {perform, type Tools} from './perform/perform.ts';
import type {Subject} from './sources/subject.ts';
import type {DashboardState} from './state.ts';
import {atLineStart, stopOwnGroup, type TerminalStreams} from './terminal.ts';

export type Hands = {
	/** @returns whether it was done */
	readonly act: (deed: Deed, state: DashboardState) => Promise<boolean>;
	/** While the terminal is not ink's: a program has it until it ends. */
	readonly handOver: (handover: Handover) => Promise<void>;
	/** While the terminal is not ink's: to the background. */
	readonly stop: () => Promise<void>;
};

export function createHands(subject: Subject, streams: TerminalStreams, signal: AbortSignal): Hands {
	const {push} = subject;
	const tools: Tools = {forwards: createForwards(subject, signal)};
	return {
		async act(deed, state) {
			const {subject: what, doing, done, failed, command} = deedText(deed, state);
			const underWay = (doing: string): void => {
				push({type: 'deed-under-way', subject: what, doing});
			};

			underWay(doing);
			try {
				const said = await perform(subject, tools, deed, underWay, signal);
				push({type: 'deed-done', subject: what, said: said ?? done, command, at: Date.now()});
				return true;
			} catch (error) {
				push({type: 'deed-failed', subject: what, said: `${failed}: ${messageOf(error)}`, at: Date.now()});
				return false;
			}
		},
		async handOver(handover) {
			try {
				await handOver(subject, handover, streams, signal);
			} catch (error) {
				push({type: 'told', text: messageOf(error), tone: 'bad', at: Date.now()});
			}

			atLineStart(streams.stdout);
		},
		async stop() {
			await stopOwnGroup();
			atLineStart(streams.stdout);
		},
	};
}
