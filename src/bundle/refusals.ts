/** Why a bundle is not used. Pure. */
import {messageOf, SingleKubeError} from '../errors.ts';

export const carryAgain = 'Carry it again, and compare: sha256sum';

/** What a compressed file that was cut or changed makes the decompressor say. */
export function readFailure(error: unknown, file: string): unknown {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	return code === 'Z_BUF_ERROR' ? invalid(file, `it is cut off: ${messageOf(error)}`, `${carryAgain} ${file}`, error)
		: code.startsWith('Z_') ? damaged(file, [`its compressed data: ${messageOf(error)}`], error)
			: error;
}

export function damaged(file: string, seen: readonly string[], cause?: unknown): SingleKubeError {
	return new SingleKubeError('BUNDLE_DAMAGED', `the bundle ${file} is not as it was written`, {seen, hint: `${carryAgain} ${file}; nothing of it was loaded`, cause});
}

export function invalid(file: string, seen: string, hint: string, cause?: unknown): SingleKubeError {
	return new SingleKubeError('BUNDLE_INVALID', `${file} cannot be used as a bundle`, {seen: [seen], hint, cause});
}
