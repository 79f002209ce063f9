import {findDaemon} from './find-daemon.ts';
import {readInstalledPackages} from './packages.ts';
import {embeddedPaths} from './paths.ts';
import {answersPing} from './ping.ts';
import {findProgram} from './programs.ts';

export type EmbeddedEngineStatus = {
	/** `unwell`: there is a process, and it does not answer. */
	readonly state: 'not-installed' | 'stopped' | 'running' | 'unwell';
	readonly directory: string;
	/** As DOCKER_HOST takes it. */
	readonly host: string;
	readonly log: string;
	readonly pid: number | undefined;
	/** The program that runs or would run; undefined when there is none. */
	readonly dockerd: string | undefined;
	/** The packages that single-kube installed for it. */
	readonly packages: readonly string[];
};

/** What there is of the embedded engine; changes nothing and needs no rights. @throws the signal's reason */
export async function engineStatus(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<EmbeddedEngineStatus> {
	const paths = embeddedPaths(env);
	const daemon = findDaemon(paths);
	const dockerd = findProgram('dockerd', env);
	const answers = daemon !== undefined && await answersPing(paths.socket, pingLimit, signal);
	return {
		state: answers ? 'running' : daemon ? 'unwell' : dockerd ? 'stopped' : 'not-installed',
		directory: paths.root,
		host: `unix://${paths.socket}`,
		log: paths.log,
		pid: daemon?.pid,
		dockerd,
		packages: await readInstalledPackages(paths),
	};
}

/** Whether the embedded engine answers, whoever asks. @throws the signal's reason */
export async function runsEmbeddedEngine(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<boolean> {
	return answersPing(embeddedPaths(env).socket, pingLimit, signal);
}

const pingLimit = 5000;
