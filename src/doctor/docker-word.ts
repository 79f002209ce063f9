import type {Engine} from '../engine/engine.ts';

/** The Docker CLI as a command has to name it so that it reaches this engine: with `-H` for one that it would not find by itself. Pure. */
export function dockerWord(engine: Pick<Engine, 'host' | 'origin'> | undefined): string {
	return engine?.origin === 'the embedded engine' ? `docker -H ${engine.host}` : 'docker';
}
