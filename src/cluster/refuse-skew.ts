/** Versions that Kubernetes does not support beside each other are refused before anything is touched. */
import {readdirSync} from 'node:fs';
import {SingleKubeError} from '../errors.ts';
import {type KubernetesProgram, kubernetesPrograms} from '../images/catalogue.ts';
import {type ImageSource, versionOf} from '../images/source.ts';
import type {ImageSettings} from '../plan/topology.ts';
import {checkSkew, type SkewViolation} from './skew.ts';

/** @param force whether they are let through @returns what was let through @throws SingleKubeError VERSION_SKEW */
export function refuseSkew(source: Pick<ImageSource, 'versions' | 'kubernetesVersion'>, images: ImageSettings, force: boolean): SkewViolation[] {
	const versions = Object.fromEntries(kubernetesPrograms.map(program => [program, versionOf(source, program)])) as Record<KubernetesProgram, string>;
	const violations = checkSkew(versions);
	const [first] = violations;
	if (!first || force) {
		return violations;
	}

	throw new SingleKubeError('VERSION_SKEW', `${first.program} ${first.version} does not go with ${first.from} ${first.fromVersion}`, {
		seen: violations.map(({program, version, from, fromVersion, rule}) => `${program} ${version} beside ${from} ${fromVersion}: ${rule}`),
		hint: `${remedy(violations, images)}; --force lets it through`,
	});
}

function remedy(violations: readonly SkewViolation[], {binaries, used = {}}: ImageSettings): string {
	const swapped = violations.flatMap(({program, from}) => [program, from]).find(program => used[program] !== undefined);
	if (swapped !== undefined) {
		return `Use another ${swapped}, or go back to the cluster's own: single-kube use ${swapped}=`;
	}

	const missing = binaries === undefined ? [] : [...new Set(violations.flatMap(({program, from}) => [program, from]))].filter(program => !namesIn(binaries).includes(program));
	return missing.length > 0 ? `Put ${missing.join(' and ')} of the same version into ${binaries}, which lacks ${missing.length === 1 ? 'it' : 'them'}` : 'Take programs of one version';
}

function namesIn(folder: string): string[] {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}
