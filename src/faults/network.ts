/**
 * Cut off: the interfaces of a container are taken down, as by pulling the cable, and put back up. `docker network disconnect`
 * takes the interface away instead: what comes back has another name and none of the routes, and a node's does not come
 * back at all (decision 17).
 */
import {runToEnd} from '../cluster/run-to-end.ts';
import {momentary} from '../cluster/workbench.ts';
import type {ComponentContainer} from '../engine/component-container.ts';
import type {Engine} from '../engine/engine.ts';
import {SingleKubeError} from '../errors.ts';
import type {Component} from '../plan/topology.ts';
import {helperIn, imageOf, type Parts} from './helpers.ts';

/** A container that sets a few links is done in a second; on a busy machine in ten. */
const limitSeconds = 60;

type Place = {readonly topology: Parts; readonly component: string; readonly container: ComponentContainer};

/** Of a container that runs. Doing it again changes nothing. @throws SingleKubeError; the signal's reason */
export async function cutNetwork(engine: Engine, place: Place, signal: AbortSignal): Promise<void> {
	await runInNetwork(engine, place, `${eachLink('down')}`, [], signal);
}

/** With the routes that it had. @throws as cutNetwork */
export async function restoreNetwork(engine: Engine, place: Place, signal: AbortSignal): Promise<void> {
	const {topology: {components}, component, container: {gateway}} = place;
	const routes = routesOf(components.find(({id}) => id === component));
	await runInNetwork(engine, place, [
		eachLink('up'),
		...gateway === undefined ? [] : [`busybox ip route replace default via ${gateway}`],
		'exec with-routes "$@" -- busybox true',
	].join('\n'), routes, signal);
}

/** The engine names the interfaces of its networks eth0, eth1 …; a node's own, of its pods, have other names. */
function eachLink(to: 'up' | 'down'): string {
	return `for link in /sys/class/net/eth*; do busybox ip link set "\${link##*/}" ${to}; done`;
}

/** Pure. @returns what `with-routes` is given when the component starts: see images/with-routes */
export function routesOf(component: Component | undefined): string[] {
	const words = [...component?.container.entrypoint ?? [], ...component?.container.command ?? []];
	const end = words.indexOf('--');
	return words[0] === 'with-routes' && end > 0 ? words.slice(1, end) : [];
}

/** @throws SingleKubeError ENGINE_CALL_FAILED with what it said, TIMEOUT; the signal's reason */
async function runInNetwork(engine: Engine, {topology, component, container}: Place, script: string, words: readonly string[], signal: AbortSignal): Promise<void> {
	const {cluster} = topology;
	const spec = {
		...helperIn(topology, {id: component, container}, momentary('cable'), imageOf(topology, 'node')),
		entrypoint: ['busybox', 'sh', '-ec'], command: [script, 'cable', ...words], capAdd: ['NET_ADMIN'],
	};
	const {exitCode, said} = await runToEnd(engine, spec, {
		what: `changing the network of ${component}`, limitSeconds, lines: 5, signal,
		hint: `Look at what the engine is busy with, and try again: single-kube fault list --name ${cluster}`,
	});
	if (exitCode !== 0) {
		throw new SingleKubeError('ENGINE_CALL_FAILED', `the network of ${component} could not be changed: exit code ${exitCode}`, {
			seen: said, hint: `Restarting it gives it a new one: single-kube restart ${component.split('@')[0]} --name ${cluster}`,
		});
	}
}
