/**
 * A machine may lack a capability (DESIGN §6.9). Engines from 23.0 on know which, and refuse a container that is to drop
 * one of them; there is nothing to drop then. Pure.
 *
 * @param capDrop what was to be dropped, without `CAP_`
 * @param said what the engine answered: `invalid CapDrop: capability not supported by your kernel or not available in the current environment: "CAP_SYS_RESOURCE"`
 * @returns the rest to drop; undefined when the answer is about something else
 */
export function withoutUnavailable(capDrop: readonly string[], said: string): string[] | undefined {
	const name = /invalid CapDrop: capability not supported[^"]*"(?:CAP_)?(\w+)"/.exec(said)?.[1];
	return name !== undefined && capDrop.includes(name) ? capDrop.filter(capability => capability !== name) : undefined;
}
