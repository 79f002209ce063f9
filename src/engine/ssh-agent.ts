import {spawn} from 'node:child_process';
import {Agent} from 'node:http';
import {Duplex} from 'node:stream';

/**
 * Speak to an engine through `ssh HOST docker system dial-stdio`, as the Docker CLI does: with the user's own ssh, so
 * that its configuration, keys, agent and known hosts count. (Docker-modem's own way checks no host key.)
 *
 * @param url `ssh://[user@]host[:port][/path of the socket]`
 */
export function sshAgent(url: URL, env: NodeJS.ProcessEnv): Agent {
	const agent = new Agent({keepAlive: false});
	agent.createConnection = () => dial(sshArguments(url), env);
	return agent;
}

/** The arguments of ssh, as the CLI's connection helper gives them. */
export function sshArguments(url: URL): string[] {
	const socket = url.pathname.length > 1 ? ['--host', `unix://${url.pathname}`] : [];
	return [
		'-o', 'ConnectTimeout=15', '-o', 'BatchMode=yes', '-T',
		...(url.username ? ['-l', decodeURIComponent(url.username)] : []),
		...(url.port ? ['-p', url.port] : []),
		'--', url.hostname, 'docker', ...socket, 'system', 'dial-stdio',
	];
}

function dial(sshArgs: readonly string[], env: NodeJS.ProcessEnv): Duplex {
	const ssh = spawn('ssh', sshArgs, {env, stdio: 'pipe'});
	const stream = Duplex.from({readable: ssh.stdout, writable: ssh.stdin});
	let complaint = '';
	ssh.stderr.on('data', (chunk: Buffer) => {
		complaint = (complaint + chunk.toString()).slice(-2000);
	});
	ssh.on('error', error => stream.destroy(error));
	ssh.on('close', code => {
		if (code) {
			stream.destroy(new Error(`ECONNREFUSED: ssh ended with ${code}: ${complaint.trim()}`));
		}
	});
	stream.on('close', () => ssh.kill());
	return stream;
}
