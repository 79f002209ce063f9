/** Whether each component is well, by its own endpoint: asked inside the cluster, so that the apiserver is not needed. */
import type {Engine} from '../engine/engine.ts';
import {execInContainer} from '../engine/exec.ts';
import {messageOf} from '../errors.ts';
import {deadline} from '../health/deadline.ts';
import type {ObservedContainer} from '../plan/observed.ts';
import type {Topology} from '../plan/topology.ts';
import {type Answer, type Asked, readAnswers, scriptOf} from './health-script.ts';
import {type ComponentHealth, judgeHealth, versionIn} from './judge-health.ts';

/** Each answer has a second; an engine that is busy needs some of its own, in seconds. */
const limit = 3;

export type HealthAnswer = {readonly health: ComponentHealth; /** That it said of itself. */ readonly version: string | undefined};

/**
 * All questions are asked in parallel, those of one container by one exec.
 *
 * @returns by the component's id, of those that run and have a health to ask for
 * @throws the signal's reason; what the engine says is an answer: unknown
 */
export async function askHealth(engine: Engine, topology: Topology, containers: readonly ObservedContainer[], signal: AbortSignal): Promise<Map<string, HealthAnswer>> {
	const running = new Map(containers.filter(({state}) => state === 'running').map(({component, name}) => [component, name]));
	const questions = topology.components.flatMap(({id, health}) => health && running.has(id) ? [{id, health}] : []);
	const places = Map.groupBy(questions, ({health}) => health.askedIn.map(id => running.get(id)).find(name => name !== undefined));
	const answers = await Promise.all([...places].map(async ([place, asked]) => place === undefined
		? asked.map(({id, health}) => [id, unknown(`${health.askedIn.join(' or ')}, where it is asked, does not run`)] as const)
		: askIn(engine, place, asked.map(({id, health}) => ({id, command: health.command})), signal)));
	signal.throwIfAborted();
	return new Map(answers.flat());
}

async function askIn(engine: Engine, container: string, questions: readonly Asked[], signal: AbortSignal): Promise<Array<readonly [string, HealthAnswer]>> {
	const time = deadline(limit, signal);
	try {
		const answers = await askAll(engine, container, questions, time.signal);
		return questions.map(({id}) => {
			const answer = answers.get(id);
			return [id, answer ? {health: judgeHealth(answer), version: versionIn(answer)} : unknown(`nothing came back from ${container}`)] as const;
		});
	} catch (error) {
		return questions.map(({id}) => [id, unknown(time.passed() ? `${container}, where it is asked, did not answer within ${limit} s` : messageOf(error))] as const);
	}
}

/** One question alone needs no shell, which not every image has. */
async function askAll(engine: Engine, container: string, questions: readonly Asked[], signal: AbortSignal): Promise<Map<string, Answer>> {
	const [only, ...more] = questions;
	const {exitCode, stdout, stderr} = await execInContainer(engine, container, more.length > 0 ? scriptOf(questions) : only!.command, signal);
	return more.length > 0 ? readAnswers(questions, stdout) : new Map([[only!.id, {exitCode, output: `${stdout}\n${stderr}`}]]);
}

function unknown(message: string): HealthAnswer {
	return {health: {kind: 'unknown', message}, version: undefined};
}
