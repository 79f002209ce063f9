/** Control groups of containers that nobody stopped: runc removes them only when it ends a container itself. */
import {readdirSync, rmdirSync} from 'node:fs';
import path from 'node:path';
import type {EmbeddedPaths} from './paths.ts';

const mountPoint = '/sys/fs/cgroup';

/** Those of the containers that our data root knows; a group with processes stays. */
export function removeContainerCgroups({data}: EmbeddedPaths): void {
	const ids = list(path.join(data, 'containers'));
	for (const parent of dockerGroups()) {
		for (const id of ids) {
			removeGroup(path.join(parent, id));
		}
	}
}

/** The group that holds every dockerd's containers, where it is empty. */
export function removeDockerCgroup(): void {
	for (const group of dockerGroups()) {
		remove(group);
	}
}

/** On cgroup v1 there is one a controller, on v2 one. */
function dockerGroups(): string[] {
	return [mountPoint, ...list(mountPoint).map(name => path.join(mountPoint, name))].map(directory => path.join(directory, 'docker'));
}

function removeGroup(group: string): void {
	for (const child of list(group)) {
		removeGroup(path.join(group, child));
	}

	remove(group);
}

function remove(group: string): void {
	try {
		rmdirSync(group);
	} catch {
		// Not there, or in use.
	}
}

function list(directory: string): string[] {
	try {
		return readdirSync(directory, {withFileTypes: true}).filter(entry => entry.isDirectory()).map(entry => entry.name);
	} catch {
		return [];
	}
}
