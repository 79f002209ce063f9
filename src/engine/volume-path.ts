import type {Engine} from './engine.ts';
import {engineCall} from './translate-errors.ts';

/** Where a volume's files are on the engine's machine. @throws SingleKubeError ENGINE_CALL_FAILED when there is none */
export async function volumePath(engine: Engine, name: string): Promise<string> {
	const {Mountpoint: path} = await engineCall(`inspect the volume ${name}`, engine.docker.getVolume(name).inspect());
	return path;
}
