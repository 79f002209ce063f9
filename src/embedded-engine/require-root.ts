import {SingleKubeError} from '../errors.ts';

/** @param what continues "to": "start the embedded engine" */
export function requireRoot(what: string): void {
	if (process.platform !== 'linux') {
		throw new SingleKubeError('EMBEDDED_ENGINE_UNSUPPORTED', 'this machine cannot have an embedded engine', {
			seen: [`${process.platform} on ${process.arch}; it needs Linux`], hint: 'Install and start Docker, then try again',
		});
	}

	if (process.geteuid?.() !== 0) {
		throw new SingleKubeError('EMBEDDED_ENGINE_NEEDS_ROOT', `only root can ${what}`, {
			seen: [`this is user ${process.geteuid?.()}`], hint: 'Run the command with sudo, or start a Docker engine that you may use',
		});
	}
}
