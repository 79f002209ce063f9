import {SingleKubeError} from '../errors.ts';
import type {Emit} from '../events.ts';
import {checkEngine, type EngineFacts} from './compatibility.ts';

/**
 * Stop before anything is made on an engine that is known not to carry this Kubernetes; what works with limits is said.
 *
 * @param kubernetesVersion "1.20.2"
 * @param criDockerd the version of the cluster's cri-dockerd, where it has one
 * @throws SingleKubeError ENGINE_INCOMPATIBLE
 */
export function refuseIncompatible(engine: EngineFacts, kubernetesVersion: string, emit: Emit, criDockerd?: string): void {
	const found = checkEngine(engine, kubernetesVersion, criDockerd);
	const refused = found.filter(({severity}) => severity === 'refuse');
	const [first, ...others] = refused;
	if (first) {
		throw new SingleKubeError('ENGINE_INCOMPATIBLE', `Kubernetes ${kubernetesVersion} cannot run on this engine: ${first.text}`, {
			seen: [`Docker ${engine.version}, API ${engine.minApiVersion} to ${engine.apiVersion}, ${engine.os}/${engine.architecture}`, ...others.map(({text}) => text)],
			hint: first.hint,
		});
	}

	for (const {text, hint} of found) {
		emit({type: 'warned', phase: 'engine', text: `${text[0]!.toUpperCase()}${text.slice(1)}. ${hint}`});
	}
}
