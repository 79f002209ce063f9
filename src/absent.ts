/** Whether a file is not there: neither it nor, where a file stands in the place of a folder of its path, could it be. */
export function isAbsent(error: unknown): boolean {
	return error instanceof Error && ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}
