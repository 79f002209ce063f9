/** A Debian of the engine's architecture, which need not be this machine's. */
import {existsSync, readFileSync} from 'node:fs';
import {SingleKubeError} from '../errors.ts';

/** What a machine calls itself, as Go names it. */
export const thisArchitecture = (arch: string = process.arch): string => ({x64: 'amd64', ia32: '386', ppc64: 'ppc64le'}[arch] ?? arch);

/**
 * @param engine the engine's architecture, as Go names it; `here` this machine's
 * @param canRun whether this machine runs programs of another one, by qemu's name of it: mmdebstrap runs those that it installs
 * @returns options of mmdebstrap; none where both are the same, so that what is made there stays the same, too
 * @throws SingleKubeError IMAGE_TOOL_MISSING
 */
export function architectureOptions(engine: string, here: string = thisArchitecture(), canRun: (qemu: string) => boolean = hasEmulator): string[] {
	if (engine === here) {
		return [];
	}

	const {debian, qemu} = names[engine] ?? {debian: engine, qemu: engine};
	if (!canRun(qemu)) {
		throw new SingleKubeError('IMAGE_TOOL_MISSING', `the engine is ${engine} and this machine ${here}, which cannot run its programs to make a base image`, {
			seen: [`no emulator qemu-${qemu} is registered in ${binfmt}`],
			hint: `apt-get install --yes --no-install-recommends qemu-user-static binfmt-support, or run single-kube on the engine's machine`,
		});
	}

	return [`--architectures=${debian}`];
}

/** Go's names, where Debian's (dpkg-architecture(1)) or qemu's differ. */
const names: Readonly<Record<string, {readonly debian: string; readonly qemu: string}>> = {
	amd64: {debian: 'amd64', qemu: 'x86_64'},
	arm64: {debian: 'arm64', qemu: 'aarch64'},
	arm: {debian: 'armhf', qemu: 'arm'},
	386: {debian: 'i386', qemu: 'i386'},
	ppc64le: {debian: 'ppc64el', qemu: 'ppc64le'},
};

/** The kernel's register of programs that run others ("Kernel Support for miscellaneous Binary Formats"). */
const binfmt = '/proc/sys/fs/binfmt_misc';

function hasEmulator(qemu: string): boolean {
	const file = `${binfmt}/qemu-${qemu}`;
	return existsSync(file) && readFileSync(file, 'utf8').startsWith('enabled');
}
