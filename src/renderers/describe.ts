/** An event in words, for the renderers that write lines. Pure. */
import type {SingleKubeEvent} from '../events.ts';

export type Line = {readonly mark: 'begun' | 'done' | 'note' | 'warning' | 'failed'; readonly text: string};

/** @returns undefined for what a person does not want a line for */
export function describeEvent(event: SingleKubeEvent, verbose: boolean): Line | undefined {
	switch (event.type) {
		case 'began': {
			return {mark: 'begun', text: `single-kube ${event.version}`};
		}

		case 'phase-started': {
			return {mark: 'begun', text: event.title};
		}

		case 'phase-finished': {
			return {mark: 'done', text: `${event.title} (${formatSeconds(event.seconds)})`};
		}

		case 'noted': {
			return {mark: 'note', text: event.text};
		}

		case 'warned': {
			return {mark: 'warning', text: event.text};
		}

		case 'image-build-started': {
			return {mark: 'begun', text: `build ${event.image}: ${event.reason}`};
		}

		case 'image-build-progressed': {
			return verbose ? {mark: 'note', text: describeBuild(event)} : undefined;
		}

		case 'image-build-finished': {
			return {mark: 'done', text: `built ${event.image} (${formatSeconds(event.seconds)})`};
		}

		case 'image-pull-progressed': {
			return verbose ? {mark: 'note', text: describePull(event)} : undefined;
		}

		case 'image-pull-finished': {
			return {mark: 'done', text: `pulled ${event.image} from ${event.from} (${formatSeconds(event.seconds)})`};
		}

		case 'download-started': {
			return {mark: 'begun', text: `download ${event.name} from ${event.url}`};
		}

		case 'download-progressed': {
			return undefined;
		}

		case 'download-finished': {
			return {mark: 'done', text: `downloaded ${event.name} (${formatBytes(event.bytes)}, ${formatSeconds(event.seconds)})`};
		}

		case 'transfer-progressed': {
			return undefined;
		}

		case 'transfer-finished': {
			return {mark: 'done', text: `${event.name} ${event.done} (${formatBytes(event.bytes)}, ${formatSeconds(event.seconds)})`};
		}

		case 'operation-started': {
			return verbose ? {mark: 'begun', text: `#${event.id} ${event.operation} ${event.resource}: ${event.reason}`} : undefined;
		}

		case 'operation-finished': {
			return verbose ? {mark: 'done', text: `#${event.id} ${event.operation} ${event.resource} (${formatSeconds(event.seconds)})`} : undefined;
		}

		case 'operation-failed': {
			return {mark: 'failed', text: `#${event.id} ${event.operation} ${event.resource}: ${event.message}`};
		}

		case 'component-ready': {
			return {mark: 'done', text: `${event.component} is ready`};
		}

		case 'check-finished': {
			return {mark: event.ok ? 'done' : 'failed', text: `${event.check} (${formatSeconds(event.seconds)})${event.detail === '' ? '' : `: ${event.detail}`}`};
		}
	}
}

export function describeBuild({image, step, steps, line}: Extract<SingleKubeEvent, {type: 'image-build-progressed'}>): string {
	return `${image} ${step}/${steps} ${line.trim()}`;
}

/** `registry.k8s.io/etcd:3.6.8-0 12.4 MB of 56.9 MB` */
export function describePull({image, bytes, total}: Extract<SingleKubeEvent, {type: 'image-pull-progressed'}>): string {
	return formatProgress(image, bytes, total);
}

export function describeDownload({name, bytes, total}: Extract<SingleKubeEvent, {type: 'download-progressed'}>): string {
	return formatProgress(name, bytes, total);
}

/** `load bundle 412.0 MB of 812.4 MB` */
export function describeTransfer({name, doing, bytes, total}: Extract<SingleKubeEvent, {type: 'transfer-progressed'}>): string {
	return formatProgress(`${doing} ${name}`, bytes, total);
}

function formatProgress(what: string, bytes: number, total: number | undefined): string {
	return `${what} ${formatBytes(bytes)}${total === undefined ? '' : ` of ${formatBytes(total)}`}`;
}

/** In megabytes of 10⁶ bytes, as download pages count: `58.3 MB`. */
function formatBytes(bytes: number): string {
	return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** `0.4 s`, `75.2 s`, `5 min 3 s` */
export function formatSeconds(seconds: number): string {
	return seconds < 100 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}
