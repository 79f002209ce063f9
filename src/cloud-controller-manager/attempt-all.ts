/**
 * Do one thing after the other; one that fails does not keep the others from being done.
 *
 * @throws the first failure, when all have been tried
 */
export async function attemptAll<T>(items: readonly T[], attempt: (item: T) => Promise<void>): Promise<void> {
	const failures: unknown[] = [];
	for (const item of items) {
		try {
			await attempt(item);
		} catch (error) {
			failures.push(error);
		}
	}

	if (failures.length > 0) {
		throw failures[0];
	}
}
