/** A mount as Docker's short form has it: `volume:/data:rw`. Pure. */
import type {Mount} from './topology.ts';

/** The short form, because with it the engine makes a missing directory on its host. */
export function bindOf(mount: Mount): string {
	const source = mount.kind === 'volume' ? mount.volume : mount.source;
	const options = [mount.readOnly ? 'ro' : 'rw', ...(mount.kind === 'bind' && mount.propagation !== 'rprivate' ? [mount.propagation] : [])];
	return `${source}:${mount.target}:${options.join(',')}`;
}
