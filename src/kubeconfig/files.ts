import {lstatSync, readFileSync, readlinkSync, rmSync, statSync} from 'node:fs';
import path from 'node:path';
import {sync as writeFileAtomicSync} from 'write-file-atomic';
import {isAbsent} from '../absent.ts';
import {messageOf, SingleKubeError} from '../errors.ts';
import {type KubeconfigDocument, parseKubeconfig, printKubeconfig} from './document.ts';

/**
 * Read one file; a file that does not exist is an empty kubeconfig, as for kubectl.
 *
 * @throws SingleKubeError KUBECONFIG_INVALID when it cannot be read or parsed
 */
export function readKubeconfig(file: string): KubeconfigDocument {
	return parseKubeconfig(file, readText(file));
}

function readText(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		if (isAbsent(error)) {
			return '';
		}

		throw new SingleKubeError('KUBECONFIG_INVALID', `the kubeconfig ${file} cannot be read`, {
			seen: [messageOf(error)],
			hint: 'Make it a file that you may read, point KUBECONFIG elsewhere, or use --no-kubeconfig',
			cause: error,
		});
	}
}

/**
 * Put a new file in the old one's place: whoever reads sees the one or the other. Symbolic links stay and the file they
 * lead to is replaced; its owner stays; nobody but the owner may read it afterwards, and never more than before.
 *
 * @throws SingleKubeError KUBECONFIG_NOT_WRITABLE
 */
export function writeKubeconfig(document: KubeconfigDocument): void {
	const {file} = document;
	attempt(file, 'write', () => {
		const existing = statSync(file, {throwIfNoEntry: false});
		writeFileAtomicSync(targetOf(file), printKubeconfig(document), {mode: existing ? existing.mode & 0o600 : 0o600});
	});
}

/** Where a symbolic link leads, also one to a file that is yet to be made: kubectl makes that and keeps the link. */
function targetOf(file: string): string {
	const isLink = lstatSync(file, {throwIfNoEntry: false})?.isSymbolicLink() ?? false;
	return isLink ? targetOf(path.resolve(path.dirname(file), readlinkSync(file))) : file;
}

/** @throws SingleKubeError KUBECONFIG_NOT_WRITABLE */
export function removeKubeconfig(file: string): void {
	attempt(file, 'remove', () => {
		rmSync(file);
	});
}

function attempt(file: string, what: string, work: () => void): void {
	try {
		work();
	} catch (error) {
		throw new SingleKubeError('KUBECONFIG_NOT_WRITABLE', `could not ${what} the kubeconfig ${file}`, {
			seen: [messageOf(error)],
			hint: 'Make the file and its directory writable, point KUBECONFIG elsewhere, or use --no-kubeconfig',
			cause: error,
		});
	}
}
