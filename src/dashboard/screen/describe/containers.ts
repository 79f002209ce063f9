/** The containers of a pod, or of what pods are made from: image, state, ports, mounts and limits. Pure. */
import type {ContainerState, ContainerStatus} from '../../../diagnosis/objects.ts';
import type {Line, Tone} from '../span.ts';
import {ago, field, list, optional, pairs, section} from './fields.ts';

type Probe = {
	readonly httpGet?: {readonly path?: string; readonly port: number | string; readonly scheme?: string};
	readonly tcpSocket?: {readonly port: number | string};
	readonly grpc?: {readonly port: number};
	readonly exec?: {readonly command?: readonly string[]};
	readonly periodSeconds?: number;
	readonly initialDelaySeconds?: number;
	readonly failureThreshold?: number;
};

type Source = {readonly configMapRef?: {readonly name: string}; readonly secretRef?: {readonly name: string}};
type Variable = {readonly name: string; readonly value?: string; readonly valueFrom?: Readonly<Record<string, {readonly name?: string; readonly key?: string; readonly fieldPath?: string; readonly resource?: string}>>};

export type ContainerSpec = {
	readonly name: string;
	readonly image?: string;
	readonly command?: readonly string[];
	readonly args?: readonly string[];
	readonly ports?: ReadonlyArray<{readonly name?: string; readonly containerPort: number; readonly protocol?: string; readonly hostPort?: number}>;
	readonly env?: readonly Variable[];
	readonly envFrom?: readonly Source[];
	readonly resources?: {readonly limits?: Readonly<Record<string, string>>; readonly requests?: Readonly<Record<string, string>>};
	readonly volumeMounts?: ReadonlyArray<{readonly name: string; readonly mountPath: string; readonly readOnly?: boolean; readonly subPath?: string}>;
	readonly livenessProbe?: Probe;
	readonly readinessProbe?: Probe;
	readonly startupProbe?: Probe;
};

/** @param statuses of a pod; none of a template */
export function containerLines(title: string, containers: readonly ContainerSpec[] | undefined, statuses: readonly ContainerStatus[] | undefined, now: number): Line[] {
	return section(title, (containers ?? []).flatMap(container => oneContainer(container, statuses?.find(({name}) => name === container.name), now)));
}

const inside = {indent: 4} as const;

function oneContainer({name, image, command, args, ports, env, envFrom, resources, volumeMounts, livenessProbe, readinessProbe, startupProbe}: ContainerSpec, status: ContainerStatus | undefined, now: number): Line[] {
	return [
		[{text: `  ${name}`, tone: 'strong'}],
		field('Image', image ?? '', inside),
		...status ? statusLines(status, now) : [],
		...optional('Command', command?.join(' '), inside), ...optional('Arguments', args?.join(' '), inside),
		...optional('Ports', ports?.map(port => `${port.containerPort}/${port.protocol ?? 'TCP'}${port.name === undefined ? '' : ` ${port.name}`}${port.hostPort === undefined ? '' : `, ${port.hostPort} of the node`}`).join(', '), inside),
		...optional('Requests', pairs(resources?.requests).join(', '), inside), ...optional('Limits', pairs(resources?.limits).join(', '), inside),
		...optional('Startup', probeText(startupProbe), inside), ...optional('Liveness', probeText(livenessProbe), inside), ...optional('Readiness', probeText(readinessProbe), inside),
		...list('Environment', [...envFrom?.map(source => sourceText(source)) ?? [], ...env?.map(variable => variableText(variable)) ?? []], inside),
		...list('Mounts', volumeMounts?.map(mount => `${mount.mountPath} from ${mount.name}${mount.subPath === undefined ? '' : `, ${mount.subPath}`}${mount.readOnly ? ' (read-only)' : ''}`) ?? [], inside),
	];
}

function statusLines({state, lastState, ready, restartCount = 0}: ContainerStatus, now: number): Line[] {
	const is = stateText(state, now);
	const was = lastState && Object.keys(lastState).length > 0 ? stateText(lastState, now) : undefined;
	return [
		field('State', is.text, {...inside, ...is.tone && {tone: is.tone}}),
		...was ? [field('Last state', was.text, {...inside, ...was.tone && {tone: was.tone}})] : [],
		field('Ready', ready ? 'yes' : 'no', {...inside, ...!ready && !state?.terminated && {tone: 'warn' as const}}),
		field('Restarts', String(restartCount), inside),
	];
}

/** `Terminated: OOMKilled, exit code 137, after 12s, 5m ago` */
export function stateText(state: ContainerState | undefined, now: number): {readonly text: string; readonly tone?: Tone} {
	if (state?.running) {
		return {text: join('Running', ago((state.running as {startedAt?: string}).startedAt, now)?.replace(/^(.*) ago$/, 'for $1')), tone: 'good'};
	}

	if (state?.terminated) {
		const {reason, exitCode, message, finishedAt, signal} = state.terminated as typeof state.terminated & {readonly finishedAt?: string; readonly signal?: number};
		return {text: join(`Terminated${reason === undefined ? '' : `: ${reason}`}`, `exit code ${exitCode}`, signal === undefined ? undefined : `signal ${signal}`, ago(finishedAt, now), message), tone: exitCode === 0 ? 'dim' : 'bad'};
	}

	return {text: join(`Waiting${state?.waiting?.reason === undefined ? '' : `: ${state.waiting.reason}`}`, state?.waiting?.message), tone: 'warn'};
}

function join(...parts: ReadonlyArray<string | undefined>): string {
	return parts.filter(part => part !== undefined && part !== '').join(', ');
}

/** `http-get :8080/healthz, every 10s, after 3 failures` */
function probeText(probe: Probe | undefined): string | undefined {
	if (!probe) {
		return undefined;
	}

	const {httpGet, tcpSocket, grpc, exec, periodSeconds = 10, initialDelaySeconds = 0, failureThreshold = 3} = probe;
	const what = httpGet ? `${(httpGet.scheme ?? 'HTTP').toLowerCase()}-get :${httpGet.port}${httpGet.path ?? '/'}` : tcpSocket ? `tcp-socket :${tcpSocket.port}` : grpc ? `grpc :${grpc.port}` : `exec ${exec?.command?.join(' ') ?? ''}`;
	return join(what, initialDelaySeconds > 0 ? `first after ${initialDelaySeconds}s` : undefined, `every ${periodSeconds}s`, `fails after ${failureThreshold}`);
}

function sourceText({configMapRef, secretRef}: Source): string {
	return configMapRef ? `all of the configmap ${configMapRef.name}` : `all of the secret ${secretRef?.name ?? ''}`;
}

/** What is in a secret is not shown. */
function variableText({name, value, valueFrom}: Variable): string {
	const [kind, from] = Object.entries(valueFrom ?? {})[0] ?? [];
	return from === undefined ? `${name}=${value ?? ''}` : `${name} from ${from.fieldPath ?? from.resource ?? `${kind?.replace(/KeyRef$/, '').toLowerCase() ?? ''} ${from.name ?? ''}, ${from.key ?? ''}`}`;
}
