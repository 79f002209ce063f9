/** Ask the components of themselves, again and again, for who looks at them. */
import {setTimeout as sleep} from 'node:timers/promises';
import type {Engine} from '../engine/engine.ts';
import {countPods} from '../engine/pod-containers.ts';
import {openShell, type ShellSession} from '../engine/shell-session.ts';
import type {Topology} from '../plan/topology.ts';
import {type Answer, commandFor, leasesId, questionsFor, readAnswers} from './questions.ts';
import {type Counted, holdersOf, type Says, saysOf} from './says.ts';

/** Milliseconds between two rounds. */
const period = 5000;
/** Of so many rounds one asks the apiserver too; the first two do, so that there is a rate soon. */
const seldom = 3;
/** Milliseconds for all answers of a round: those of one that stands still take two seconds. */
const patience = 20_000;

/** By the component's id; of those that answered. @param at milliseconds since the epoch */
export type Told = (said: Readonly<Record<string, Says>>, at: number) => void;

/**
 * Follow until the signal says so.
 *
 * @throws SingleKubeError of the engine when there is nobody to ask from; Error when the shell ended or was silent; the signal's reason
 */
export async function followSays(engine: Engine, {cluster, components, nodes}: Pick<Topology, 'cluster' | 'components' | 'nodes'>, told: Told, signal: AbortSignal): Promise<void> {
	const questions = questionsFor({components, nodes});
	const shell = await openShell(engine, `sk-${cluster}-kubectl`, 'sh');
	const close = (): void => {
		shell.close();
	};

	signal.addEventListener('abort', close, {once: true});
	try {
		let counted: Counted | undefined;
		let leases: Readonly<Record<string, string>> = {};
		const lines = shell.lines[Symbol.asyncIterator]();
		for (let round = 0; ; round++) {
			signal.throwIfAborted();
			const answers = await ask(shell, lines, commandFor(questions.filter(question => !question.seldom || round < 2 || round % seldom === 0), end), signal);
			const now = Date.now();
			leases = answers.filter(({id}) => id === leasesId).map(answer => holdersOf(answer))[0] ?? leases;
			const said = answers.flatMap(answer => {
				const known = saysOf(answer, counted, leases, now);
				counted = known?.counted ?? counted;
				return known ? [[answer.id, known.says] as const] : [];
			});
			told(Object.fromEntries([...said, ...await countForSilent(engine, cluster, answers)]), now);
			await sleep(period, undefined, {signal});
		}
	} finally {
		signal.removeEventListener('abort', close);
		close();
	}
}

/** A kubelet asks the apiserver who may read its metrics. Where it does not answer, the engine knows its pods. */
async function countForSilent(engine: Engine, cluster: string, answers: readonly Answer[]): Promise<ReadonlyArray<readonly [string, Says]>> {
	const silent = answers.filter(({id, code}) => id.startsWith('kubelet@') && code !== 200);
	const pods = silent.length === 0 ? undefined : await countPods(engine, cluster);
	return silent.map(({id}) => [id, {kind: 'kubelet', pods: pods!.get(id.slice('kubelet@'.length)) ?? 0, containers: undefined}] as const);
}

/** A line that no answer has. */
const end = '=== all answers are there ===';

async function ask(shell: ShellSession, lines: AsyncIterator<string>, command: string, signal: AbortSignal): Promise<Answer[]> {
	const printed: string[] = [];
	let silent = false;
	const timer = setTimeout(() => {
		silent = true;
		shell.close();
	}, patience);
	try {
		shell.write(command);
		for (;;) {
			const {value, done} = await lines.next();
			signal.throwIfAborted();
			if (done) {
				throw new Error(silent ? `no answer within ${patience / 1000} s` : 'the shell ended');
			}

			if (value === end) {
				return readAnswers(printed);
			}

			printed.push(value as string);
		}
	} finally {
		clearTimeout(timer);
	}
}
